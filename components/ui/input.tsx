import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/** The class of text fields, text areas and selects. */
export const controlClass = "control";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={classNames(controlClass, className)} {...rest} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={classNames(controlClass, "py-1.5", className)} {...rest} />;
}
