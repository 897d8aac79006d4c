"use client";

import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { useFieldErrors } from "./action-form";
import { classNames } from "./class-names";
import { Input, Textarea } from "./input";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
  help?: ReactNode;
  /** The height of a field with several lines. */
  rows?: number;
  /** Between the label and the field. */
  tools?: ReactNode;
}

/** A text field with its label, its help and its errors. */
export function TextField({ name, label, help, rows, tools, className, ...rest }: Props) {
  const errors = useFieldErrors(name);
  const id = useId();
  const control = { id, name, "aria-describedby": `${id}-about`, "aria-invalid": errors ? true : undefined } as const;
  return (
    <div className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {tools}
      {rows ? (
        <Textarea rows={rows} {...control} defaultValue={rest.defaultValue} required={rest.required} />
      ) : (
        <Input {...control} {...rest} />
      )}
      <div id={`${id}-about`} className="text-13 empty:hidden">
        {errors ? <p className="text-failed">{errors.join(" ")}</p> : null}
        {help ? <p className="text-muted">{help}</p> : null}
      </div>
    </div>
  );
}
