import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { ColorControl, SecretControl } from "./loaded-scalars";

interface Props {
  field: FormField;
  value: string | undefined;
  /** The attributes that connect the control with its field: id, name, label, help. */
  control: Record<string, string | boolean | undefined>;
}

/** The control for one value, which may be one of several in a row or a tuple. */
export function ScalarControl(props: Props) {
  const { field, value, control } = props;
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
      return <ChoiceSelect {...props} />;
    case "combobox":
      return <ChoiceSearch {...props} />;
    case "tristate":
      return <YesNoSelect {...props} />;
    case "date":
      return <Input {...control} type="date" defaultValue={value} className="sm:max-w-52" />;
    case "datetime":
      return <Input {...control} type="datetime-local" step={1} defaultValue={value} className="sm:max-w-64" />;
    case "time":
      return <Input {...control} type="time" step={1} defaultValue={value} className="sm:max-w-52" />;
    case "color":
      return <ColorControl text={text} name={field.label} />;
    case "secret":
      return <SecretControl control={control} name={field.label} placeholder={placeholder} />;
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

/** Leaves out the props without a value, which would otherwise be written into a page once for each field. */
function defined<Props extends object>(props: Props): Partial<Props> {
  // Some of the entries of `props`, each unchanged.
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Partial<Props>;
}

function ChoiceSelect({ field, value, control }: Props) {
  return (
    <Select {...control} defaultValue={value ?? ""} className="sm:max-w-80">
      {field.required && value !== undefined ? null : <option value="">{field.required ? t("Choose…") : "—"}</option>}
      {field.choices?.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}

/** A long list of choices: a text field for which the browser suggests them. */
function ChoiceSearch({ field, value, control }: Props) {
  const listId = `${control.id}-choices`;
  return (
    <>
      <Input
        {...control}
        list={listId}
        autoComplete="off"
        defaultValue={value}
        placeholder={t("{count, plural, one {Type to search # choice} other {Type to search # choices}}", {
          count: field.choices?.length ?? 0,
        })}
        className="sm:max-w-80"
      />
      <datalist id={listId}>
        {field.choices?.map((choice) => (
          <option key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </datalist>
    </>
  );
}

function YesNoSelect({ field, value, control }: Props) {
  return (
    <Select {...control} defaultValue={value ?? ""} className="sm:max-w-52">
      {field.required && value !== undefined ? null : <option value="">{t("Script's default")}</option>}
      <option value="true">{t("Yes")}</option>
      <option value="false">{t("No")}</option>
    </Select>
  );
}
