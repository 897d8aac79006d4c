import { type Correction, withDefaultSecrecy } from "@/command-line/corrections";
import { labelOf } from "@/command-line/fields";
import { shapeOf } from "@/command-line/parameter";
import type { Parameter } from "@/command-line/spec";
import { widgetOf, widgets } from "@/command-line/widget";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { LabelledSelect } from "../ui/labelled-select";
import { Checkbox } from "../ui/switch";
import { TextField } from "../ui/text-field";
import { widgetLabels } from "./widget-labels";

/** How a script receives a secret unless its spec or a correction specifies something else. */
const defaultSecretBy = "argv";

interface Props {
  slug: string;
  path: string;
  /** The parameter as it is in the script. */
  parameter: Parameter;
  patch: Correction;
  /** The title of the parameter's section in the script. */
  group: string;
  action: Action;
}

/** The form to correct a parameter. Blank fields keep the values from the script. */
export function CorrectionForm({ slug, path, parameter, patch, group, action }: Props) {
  const isNumber = parameter.type === "integer" || parameter.type === "number";
  const shape = shapeOf(parameter);
  const isSwitch = shape === "flag" || shape === "on-off";
  const takesChoice = !isSwitch && shape !== "count";
  const possibleWidgets = widgets.filter((widget) => widgetOf({ ...parameter, widget }) === widget);
  const isOn = (key: "hidden" | "locked") => patch[key] ?? parameter[key] ?? false;
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="path" value={path} />
      <input type="hidden" name="seen" value={JSON.stringify(patch)} />
      <TextField name="label" label={t("Label")} defaultValue={patch.label} placeholder={labelOf(parameter)} />
      <TextField name="help" label={t("Help")} rows={3} defaultValue={patch.help} help={parameter.help} />
      <TextField
        name="group"
        label={t("Section")}
        defaultValue={patch.group}
        placeholder={group}
        help={t("A new name creates a new section. Required fields have their own section.")}
      />
      <TextField
        name="position"
        label={t("Position in its section")}
        type="number"
        min={1}
        defaultValue={patch.position}
        help={t("1 is the first. Positional arguments keep their order on the command line.")}
      />
      <LabelledSelect
        name="widget"
        label={t("Widget")}
        defaultValue={patch.widget ?? ""}
        options={[
          { value: "", label: t("Automatic ({widget})", { widget: t(widgetLabels[widgetOf(parameter)]) }) },
          ...possibleWidgets.map((widget) => ({ value: widget, label: t(widgetLabels[widget]) })),
        ]}
      />
      {isNumber ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField name="minimum" label={t("Minimum")} {...bound(patch.minimum, parameter.minimum)} />
          <TextField name="maximum" label={t("Maximum")} {...bound(patch.maximum, parameter.maximum)} />
        </div>
      ) : null}
      {takesChoice ? (
        <TextField
          name="choices"
          label={t("Choices")}
          rows={3}
          defaultValue={patch.choices?.map(({ value, label }) => (label ? `${value} = ${label}` : value)).join("\n")}
          help={t("One per line. To show a different text in the form, add “ = ” and a label.")}
        />
      ) : null}
      {isSwitch ? (
        <LabelledSelect
          name="initialValue"
          label={t("Initial value")}
          defaultValue={patch.initialValue?.[0] ?? ""}
          options={[
            { value: "", label: t("Script's default") },
            { value: "true", label: t("Yes") },
            { value: "false", label: t("No") },
          ]}
        />
      ) : (
        <TextField
          name="initialValue"
          label={t("Initial value")}
          rows={2}
          defaultValue={patch.initialValue?.join("\n")}
          help={t("Replaces the script's default. One value per line. Not available for secrets and files.")}
        />
      )}
      <Checkbox name="hidden" defaultChecked={isOn("hidden")}>
        {t("Hidden: not in the form, but accepted in a command")}
      </Checkbox>
      <Checkbox name="locked" defaultChecked={isOn("locked")}>
        {t("Locked: always the initial value")}
      </Checkbox>
      {takesChoice ? (
        <LabelledSelect
          name="secret"
          label={t("Secret")}
          defaultValue={patch.secret === undefined ? "" : String(patch.secret)}
          options={[
            {
              value: "",
              label: withDefaultSecrecy(parameter).secret ? t("Automatic: a secret") : t("Automatic: not a secret"),
            },
            { value: "true", label: t("Yes") },
            { value: "false", label: t("No") },
          ]}
          help={t(
            "A secret is encrypted and never shown. Automatic: what the script declares, or else what the parameter's name suggests.",
          )}
        />
      ) : null}
      {takesChoice ? (
        <TextField
          name="secretBy"
          label={t("How the script receives the secret")}
          defaultValue={patch.secretBy}
          placeholder={parameter.secretBy ?? defaultSecretBy}
          help={t(
            "argv: as an argument. stdin: as a line on standard input. env NAME: in the environment variable NAME.",
          )}
        />
      ) : null}
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
  );
}

function bound(corrected: number | undefined, original: number | undefined) {
  return {
    type: "number",
    step: "any",
    defaultValue: corrected,
    placeholder: original === undefined ? "" : String(original),
  };
}
