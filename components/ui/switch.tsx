import type { InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & { children?: ReactNode };

/** A checkbox that looks like a switch. */
export function Switch({ className, children, ...rest }: Props) {
  return (
    <label className={classNames("switch-label", className)}>
      <input type="checkbox" className="switch" {...rest} />
      {children}
    </label>
  );
}

export function Checkbox({ className, children, ...rest }: Props) {
  return (
    <label className={classNames("inline-flex min-h-7 items-center gap-2", className)}>
      <input type="checkbox" className="size-4 shrink-0" {...rest} />
      {children}
    </label>
  );
}
