import { useId } from "react";
import { Select } from "../../ui/select";

interface Props {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  /** The columns to choose from; their values are their indexes. */
  columns?: { name: string }[];
  options?: { value: string; label: string }[];
  /** The text of the choice of no column. Without it, a column must be chosen. */
  none?: string;
}

/** A select for a column of a table or for the kind of a plot. */
export function ColumnChoice({ label, value, onChange, columns = [], options = [], none }: Props) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className="text-12 text-muted">
        {label}
      </label>
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)} className="max-w-44">
        {none === undefined ? null : <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {columns.map(({ name }, index) => {
          const key = `${index} ${name}`;
          return (
            <option key={key} value={index}>
              {name || index + 1}
            </option>
          );
        })}
      </Select>
    </div>
  );
}
