import { useId } from "react";
import { Select } from "./select";

interface Props {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  defaultValue: string;
  help?: string;
}

/** A choice of one of a few, under its label. */
export function LabelledSelect({ name, label, options, defaultValue, help }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <Select id={id} name={name} defaultValue={defaultValue} aria-describedby={help ? `${id}-help` : undefined}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
      {help ? (
        <p id={`${id}-help`} className="text-13 text-muted">
          {help}
        </p>
      ) : null}
    </div>
  );
}
