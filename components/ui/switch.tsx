import type { InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & { children?: ReactNode };

/** A checkbox that looks like a switch: it posts and behaves like any checkbox. */
export function Switch({ className, children, ...rest }: Props) {
  return (
    <label className={classNames("inline-flex min-h-9 items-center gap-2.5", className)}>
      <span className="relative inline-flex h-5 w-9 shrink-0">
        <input
          type="checkbox"
          className="peer size-full appearance-none rounded-full border border-edge bg-sunken transition-colors checked:border-accent checked:bg-accent"
          {...rest}
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-[3px] left-[3px] size-3.5 rounded-full bg-edge transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent"
        />
      </span>
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
