import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { Checkbox } from "../ui/switch";
import { controlProps, type Filled, fieldId, startTexts, typeWords } from "./field-data";
import { FileControl } from "./file-control";
import { MultiSelectControl } from "./multi-select-control";
import { RowsControl } from "./rows-control";
import { ScalarControl } from "./scalar-control";
import { CounterControl, SwitchControl } from "./switch-control";
import { TupleControl } from "./tuple-control";

/** One parameter: its label, its control, what is wrong with it, and its help. */
export function Field({ field, filled }: { field: FormField; filled: Filled }) {
  const id = fieldId(field.path);
  return (
    <div data-field={field.path} className="field">
      <div>
        <label htmlFor={id}>
          {field.label}
          {field.required ? <span className="text-failed"> *</span> : null}
        </label>
        {field.flag ? <code>{field.flag}</code> : null}
      </div>
      <div>
        <Control field={field} filled={filled} />
        {field.bare ? (
          <Checkbox name={`${field.path}.$flag`} value="on" defaultChecked={filled.entries.has(`${field.path}.$flag`)}>
            {t("Give the option without a value")}
          </Checkbox>
        ) : null}
        <p id={`${id}-error`} data-error hidden />
        <p id={`${id}-help`}>{helpWords(field)}</p>
      </div>
    </div>
  );
}

function helpWords(field: FormField): string {
  const words = typeWords(field);
  return [
    field.help,
    words && `(${words})`,
    field.defaultText && t("Default: {value}", { value: field.defaultText }),
    field.deprecated && t("Deprecated."),
    field.env && t("Also read from {variable}.", { variable: field.env }),
  ]
    .filter(Boolean)
    .join(" ");
}

function Control({ field, filled }: { field: FormField; filled: Filled }) {
  const texts = startTexts(field, filled);
  switch (field.widget) {
    case "switch":
      return <SwitchControl field={field} texts={texts} />;
    case "counter":
      return <CounterControl field={field} texts={texts} />;
    case "multiselect":
      return <MultiSelectControl field={field} texts={texts} />;
    case "tuple":
      return <TupleControl field={field} texts={texts} />;
    case "rows":
      return (
        <RowsControl field={field} rows={field.grouped ? groupedRows(field, filled) : texts.map((text) => [text])} />
      );
    case "file":
    case "files":
      return (
        <FileControl
          path={field.path}
          id={fieldId(field.path)}
          label={field.label}
          several={field.widget === "files"}
          kept={texts.filter((text) => text !== "").map((text) => ({ text, name: filled.fileNames[text] ?? text }))}
        />
      );
    default:
      return <ScalarControl field={field} value={texts.at(-1)} control={controlProps(field)} />;
  }
}

function groupedRows(field: FormField, filled: Filled): string[][] {
  const rows: string[][] = [];
  for (let row = 0; filled.entries.has(`${field.path}[${row}]`); row += 1)
    rows.push(filled.entries.get(`${field.path}[${row}]`) ?? []);
  return rows;
}
