import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { controlProps } from "./field-data";
import { ScalarControl } from "./scalar-control";

/** A fixed number of values next to each other. */
export function TupleControl({ field, texts }: { field: FormField; texts: string[] }) {
  const control = controlProps(field);
  const indexes = Array.from({ length: field.items?.maximum ?? 2 }, (_, index) => index);
  const placeholders = field.placeholder?.split(" ") ?? [];
  return (
    <div className="flex flex-wrap gap-2">
      {indexes.map((index) => (
        <span key={index} className="min-w-24 flex-1">
          <ScalarControl
            field={placeholders.length === indexes.length ? { ...field, placeholder: placeholders[index] } : field}
            value={texts[index]}
            control={{
              ...control,
              id: index === 0 ? control.id : `${control.id}-${index + 1}`,
              "aria-label": t("{field}, {position} of {count}", {
                field: field.label,
                position: index + 1,
                count: indexes.length,
              }),
            }}
          />
        </span>
      ))}
    </div>
  );
}
