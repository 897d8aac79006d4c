import { t } from "@/server/language/text";
import type { InstanceSettings } from "@/server/settings/instance";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { LabelledSelect } from "../ui/labelled-select";
import { TextField } from "../ui/text-field";

interface Props {
  settings: InstanceSettings;
  /** The values that apply if a setting is not changed here. */
  defaults: { registration: string; anonymous: string; user: string };
  action: Action;
}

/** A form for the settings that take effect without a restart. */
export function InstanceSettingsForm({ settings, defaults, action }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <TextField
        name="notice"
        label={t("Notice")}
        rows={2}
        defaultValue={settings.notice}
        help={t("Shown on every page to everyone. Leave empty for no notice.")}
      />
      <LabelledSelect
        name="registration"
        label={t("Registration")}
        defaultValue={settings.registration}
        options={[
          { value: "default", label: t("Set by the environment: {value}", { value: defaults.registration }) },
          { value: "open", label: t("Open: visitors can create an account") },
          { value: "closed", label: t("Closed: by invitation only") },
        ]}
      />
      <TextField
        name="expirationAnonymous"
        label={t("Keep visitors’ ended jobs for")}
        placeholder={defaults.anonymous}
        defaultValue={settings.expirationAnonymous}
        help={t(
          "For example 30d or 12h. Enter none to keep them forever. Leave empty to use the environment's setting.",
        )}
      />
      <TextField
        name="expirationUser"
        label={t("Keep people’s ended jobs for")}
        placeholder={defaults.user}
        defaultValue={settings.expirationUser}
        help={t("Counted from the end of the job. Expired jobs and their files are deleted once an hour.")}
      />
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
  );
}
