import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { controlProps } from "./field-data";
import { ScalarControl } from "./scalar-control";

/** A fixed number of values side by side. */
export function TupleControl({ field, texts }: { field: FormField; texts: string[] }) {
  const control = controlProps(field);
  const places = Array.from({ length: field.items?.maximum ?? 2 }, (_, place) => place);
  const words = field.placeholder?.split(" ") ?? [];
  return (
    <div className="flex flex-wrap gap-2">
      {places.map((place) => (
        <span key={place} className="min-w-24 flex-1">
          <ScalarControl
            field={words.length === places.length ? { ...field, placeholder: words[place] } : field}
            value={texts[place]}
            control={{
              ...control,
              id: place === 0 ? control.id : `${control.id}-${place + 1}`,
              "aria-label": t("{field}, {place} of {count}", {
                field: field.label,
                place: place + 1,
                count: places.length,
              }),
            }}
          />
        </span>
      ))}
    </div>
  );
}
