import type { FormField } from "@/server/introspection/argv/form";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";

interface Props {
  field: FormField;
  value: string | undefined;
  /** id, name and what else ties the control to its field. */
  control: Record<string, string | boolean | undefined>;
}

/** The control for one value: also of each row and of each place of a tuple. */
export function ScalarControl({ field, value, control }: Props) {
  const placeholder = field.placeholder;
  switch (field.itemWidget) {
    case "textarea":
      return <Textarea {...control} defaultValue={value} placeholder={placeholder} rows={4} />;
    case "json":
      return (
        <Textarea
          {...control}
          defaultValue={value}
          placeholder={placeholder ?? "{ }"}
          rows={3}
          spellCheck={false}
          className="font-mono text-13"
        />
      );
    case "integer":
    case "number":
      return (
        <Input
          {...control}
          type="number"
          inputMode={field.itemWidget === "integer" ? "numeric" : "decimal"}
          step={field.step ?? "any"}
          min={field.minimum}
          max={field.maximum}
          defaultValue={value}
          placeholder={placeholder}
          className="tabular sm:max-w-52"
        />
      );
    case "select":
      return <ChoiceSelect {...{ field, value, control }} />;
    case "combobox":
      return <ChoiceSearch {...{ field, value, control }} />;
    case "tristate":
      return <YesNo {...{ field, value, control }} />;
    case "date":
      return <Input {...control} type="date" defaultValue={value} className="sm:max-w-52" />;
    case "datetime":
      return <Input {...control} type="datetime-local" step={1} defaultValue={value} className="sm:max-w-64" />;
    case "time":
      return <Input {...control} type="time" step={1} defaultValue={value} className="sm:max-w-52" />;
    case "secret":
      return <Input {...control} type="password" autoComplete="off" placeholder={placeholder} />;
    default:
      return (
        <Input
          {...control}
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={value}
          placeholder={placeholder}
          className={field.widget === "remainder" ? "font-mono text-13" : undefined}
        />
      );
  }
}

function ChoiceSelect({ field, value, control }: Props) {
  return (
    <Select {...control} defaultValue={value ?? ""} className="sm:max-w-80">
      {field.required && value !== undefined ? null : <option value="">{field.required ? "Choose …" : "—"}</option>}
      {field.choices?.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}

/** A long list of choices: typed, with the browser's own suggestions. */
function ChoiceSearch({ field, value, control }: Props) {
  const list = `${control.id}-choices`;
  return (
    <>
      <Input
        {...control}
        list={list}
        autoComplete="off"
        defaultValue={value}
        placeholder={`Type to search ${field.choices?.length ?? 0} choices`}
        className="sm:max-w-80"
      />
      <datalist id={list}>
        {field.choices?.map((choice) => (
          <option key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </datalist>
    </>
  );
}

function YesNo({ field, value, control }: Props) {
  return (
    <Select {...control} defaultValue={value ?? ""} className="sm:max-w-52">
      {field.required && value !== undefined ? null : <option value="">Left to the script</option>}
      <option value="true">Yes</option>
      <option value="false">No</option>
    </Select>
  );
}
