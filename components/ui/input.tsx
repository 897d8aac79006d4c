import type { ComponentProps, InputHTMLAttributes } from "react";
import { classNames } from "./class-names";

/** What text fields, areas and selects share. */
export const controlClass =
  "w-full rounded-control border border-edge bg-surface px-2.5 text-14 text-ink aria-invalid:border-failed disabled:opacity-60";

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={classNames(controlClass, "h-9", className)} {...rest} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={classNames(controlClass, "py-1.5", className)} {...rest} />;
}
