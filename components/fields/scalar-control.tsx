import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { ColorControl } from "./color-control";

interface Props {
  field: FormField;
  value: string | undefined;
  /** id, name and what else ties the control to its field. */
  control: Record<string, string | boolean | undefined>;
}

/** The control for one value: also of each row and of each place of a tuple. */
export function ScalarControl({ field, value, control }: Props) {
  const { placeholder, minimum: min, maximum: max } = field;
  const text = { ...control, ...defined({ defaultValue: value, placeholder }) };
  switch (field.itemWidget) {
    case "textarea":
      return <Textarea {...text} rows={4} />;
    case "json":
      return <Textarea placeholder="{ }" {...text} rows={3} spellCheck={false} className="font-mono text-13" />;
    case "integer":
    case "number":
      return (
        <Input
          {...text}
          {...defined({ min, max })}
          type="number"
          inputMode={field.itemWidget === "integer" ? "numeric" : "decimal"}
          step={field.step ?? "any"}
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
    case "color":
      return <ColorControl text={text} name={field.label} />;
    case "secret":
      return <Input {...control} type="password" autoComplete="off" placeholder={placeholder} />;
    default:
      return (
        <Input
          {...text}
          {...(field.widget === "remainder" && { className: "font-mono text-13" })}
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      );
  }
}

/** The props that have a value: a page of a thousand fields says each of the others, too. */
function defined<Props extends object>(props: Props): Partial<Props> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Partial<Props>;
}

function ChoiceSelect({ field, value, control }: Props) {
  return (
    <Select {...control} defaultValue={value ?? ""} className="sm:max-w-80">
      {field.required && value !== undefined ? null : <option value="">{field.required ? t("Choose …") : "—"}</option>}
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
        placeholder={t("Type to search {count} choices", { count: field.choices?.length ?? 0 })}
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
      {field.required && value !== undefined ? null : <option value="">{t("Left to the script")}</option>}
      <option value="true">{t("Yes")}</option>
      <option value="false">{t("No")}</option>
    </Select>
  );
}
