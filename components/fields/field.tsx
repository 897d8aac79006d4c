import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { Checkbox } from "../ui/switch";
import { controlProps, fieldId, initialTexts, type Prefill, typeLabel } from "./field-data";
import { FileControl, FileOrTextControl, RowsControl } from "./loaded-controls";
import { MultiSelectControl } from "./multi-select-control";
import { ScalarControl } from "./scalar-control";
import { CounterControl, SwitchControl } from "./switch-control";
import { TupleControl } from "./tuple-control";

/** A parameter in the form: its label, its control, its errors and its help. */
export function Field({ field, prefill }: { field: FormField; prefill: Prefill }) {
  const id = fieldId(field.path);
  return (
    <div data-field={field.path} data-secret={field.secret} className="field">
      <div>
        <label htmlFor={id}>
          {field.label}
          {field.required ? <span className="text-failed"> *</span> : null}
        </label>
        {field.flag ? <code>{field.flag}</code> : null}
      </div>
      <div>
        <FieldControls field={field} prefill={prefill} />
        <p id={`${id}-error`} data-error hidden />
        <p id={`${id}-help`}>{helpText(field)}</p>
      </div>
    </div>
  );
}

/** The control of a parameter, and boxes for what the control cannot express. */
export function FieldControls({ field, prefill }: { field: FormField; prefill: Prefill }) {
  return (
    <>
      <Control field={field} prefill={prefill} />
      {field.bare ? (
        <Checkbox name={`${field.path}.$flag`} value="on" defaultChecked={prefill.entries.has(`${field.path}.$flag`)}>
          {t("Pass the option without a value")}
        </Checkbox>
      ) : null}
      {markedEntries(field, prefill).map(([name, value]) => (
        <Checkbox key={`${name} ${value}`} name={name} value={value} defaultChecked>
          {name.endsWith(".$empty") ? t("Pass an empty text") : t("Pass the option without a value")}
        </Checkbox>
      ))}
    </>
  );
}

/** What a pasted command or a job passes that no control shows: empty texts, and options without a value. */
function markedEntries(field: FormField, prefill: Prefill): [string, string][] {
  const isMark = (suffix: string) => /^(?:\[\d+\])?\.\$(?:empty|flag)$/.test(suffix);
  return [...prefill.entries]
    .filter(([name]) => name.startsWith(field.path) && isMark(name.slice(field.path.length)))
    .filter(([name]) => !(field.bare && name === `${field.path}.$flag`))
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}

export function helpText(field: FormField): string {
  const type = typeLabel(field);
  const texts = [
    field.help,
    type && `(${type})`,
    field.defaultText && t("Default: {value}", { value: field.defaultText }),
    field.deprecated && t("Deprecated."),
    field.env && t("Also read from {variable}.", { variable: field.env }),
  ].filter(Boolean);
  // In brackets, the type follows a sentence.
  return type && texts.length === 1 ? type : texts.join(" ");
}

function Control({ field, prefill }: { field: FormField; prefill: Prefill }) {
  const texts = initialTexts(field, prefill);
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
        <RowsControl
          field={field}
          initialRows={field.grouped ? groupedRows(field, prefill) : texts.map((text) => [text])}
        />
      );
    case "file":
    case "files":
      return (
        <FileControl
          path={field.path}
          id={fieldId(field.path)}
          label={field.label}
          multiple={field.widget === "files"}
          initialReferences={texts
            .filter((text) => text !== "")
            .map((text) => ({ text, name: prefill.fileNames.get(text) ?? text }))}
        />
      );
    case "file-or-text":
    case "files-or-text":
      return <FileOrTextControl field={field} texts={texts} fileNames={prefill.fileNames} />;
    default:
      return <ScalarControl field={field} value={texts.at(-1)} control={controlProps(field)} />;
  }
}

function groupedRows(field: FormField, prefill: Prefill): string[][] {
  const rows: string[][] = [];
  for (let row = 0; prefill.entries.has(`${field.path}[${row}]`); row += 1)
    rows.push(prefill.entries.get(`${field.path}[${row}]`) ?? []);
  return rows;
}
