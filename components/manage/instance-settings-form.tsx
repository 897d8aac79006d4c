import { t } from "@/server/language/text";
import type { InstanceSettings } from "@/server/settings/instance";
import { type Action, ActionForm, SubmitButton, TextField } from "../ui/action-form";
import { LabelledSelect } from "../ui/labelled-select";

interface Props {
  settings: InstanceSettings;
  /** What counts where nothing is said here, in words. */
  defaults: { registration: string; anonymous: string; user: string };
  action: Action;
}

/** The settings that need no restart. */
export function InstanceSettingsForm({ settings, defaults, action }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <TextField
        name="notice"
        label={t("Notice")}
        rows={2}
        defaultValue={settings.notice}
        help={t("A sentence on every page, for everybody. Empty for none.")}
      />
      <LabelledSelect
        name="registration"
        label={t("Registration")}
        defaultValue={settings.registration}
        options={[
          { value: "default", label: t("As the environment says: {value}", { value: defaults.registration }) },
          { value: "open", label: t("Open: visitors may make an account") },
          { value: "closed", label: t("Closed: only by invitation") },
        ]}
      />
      <TextField
        name="expirationAnonymous"
        label={t("Keep visitors’ ended jobs for")}
        placeholder={defaults.anonymous}
        defaultValue={settings.expirationAnonymous}
        help={t("Such as 30d or 12h; none for ever; empty for what the environment says.")}
      />
      <TextField
        name="expirationUser"
        label={t("Keep people’s ended jobs for")}
        placeholder={defaults.user}
        defaultValue={settings.expirationUser}
        help={t("Counted from the job’s end. What is over is deleted once an hour, with its files.")}
      />
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
  );
}
