"use client";

import { useId } from "react";
import { useFieldErrors } from "./action-form";
import { Select } from "./select";

interface Props {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  defaultValue: string;
  help?: string;
}

/** A select with its label, its help and its errors. */
export function LabelledSelect({ name, label, options, defaultValue, help }: Props) {
  const errors = useFieldErrors(name);
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <Select
        id={id}
        name={name}
        defaultValue={defaultValue}
        aria-describedby={`${id}-about`}
        aria-invalid={errors ? true : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
      <div id={`${id}-about`} className="text-13">
        {errors ? <p className="text-failed">{errors.join(" ")}</p> : null}
        {help ? <p className="text-muted">{help}</p> : null}
      </div>
    </div>
  );
}
