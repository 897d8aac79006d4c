import type { FormField } from "@/command-line/form";
import { Select } from "../ui/select";
import { Checkbox } from "../ui/switch";
import { controlProps } from "./field-data";

/** Several values of a list: checkboxes for a short list, a list box for a long one. */
export function MultiSelectControl({ field, texts }: { field: FormField; texts: string[] }) {
  const choices = field.choices ?? [];
  const control = controlProps(field);
  if (choices.length > 12) {
    return (
      <Select {...control} multiple size={8} defaultValue={texts}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Select>
    );
  }
  return (
    <div className="flex flex-wrap gap-x-4">
      {choices.map((choice, index) => (
        <Checkbox
          key={choice.value}
          name={field.path}
          id={index === 0 ? control.id : undefined}
          value={choice.value}
          defaultChecked={texts.includes(choice.value)}
          aria-describedby={control["aria-describedby"]}
        >
          {choice.label}
        </Checkbox>
      ))}
    </div>
  );
}
