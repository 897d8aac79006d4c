import { phrase, t } from "@/server/language/text";
import { Disclosure } from "../ui/disclosure";
import { LabelledSelect } from "../ui/labelled-select";
import { OneTimeSecretForm, type OneTimeSecretResult } from "../ui/one-time-secret-form";
import { Checkbox } from "../ui/switch";
import { TextField } from "../ui/text-field";
import { ConfirmPassword } from "./confirm-password";
import { defaultLifetime, keyLifetimes } from "./key-expiry";

/** The permissions that a key can have, by the value of the checkbox. */
const permissions = [
  { value: "read", label: phrase("See your scripts, jobs and files"), isDefault: true, isStaff: false },
  {
    value: "run",
    label: phrase("Run scripts, and stop, re-run and delete your jobs"),
    isDefault: true,
    isStaff: false,
  },
  {
    value: "manage",
    label: phrase("Manage scripts and everything else that you manage"),
    isDefault: false,
    isStaff: true,
  },
];

interface Props {
  action: (state: unknown, form: FormData) => Promise<OneTimeSecretResult>;
  scripts: { slug: string; name: string }[];
  isStaff: boolean;
  needsPassword: boolean;
}

/** A form that creates an API key with a name, permissions, scripts and an expiry time. */
export function NewKeyForm({ action, scripts, isStaff, needsPassword }: Props) {
  return (
    <OneTimeSecretForm action={action} button={t("Create key")}>
      <TextField
        name="name"
        label={t("Name of the new key")}
        placeholder={t("What you use the key for")}
        autoComplete="off"
        maxLength={200}
        required
      />
      <fieldset className="flex flex-col">
        <legend className="mb-1 font-medium">{t("The key may")}</legend>
        {permissions
          .filter((permission) => isStaff || !permission.isStaff)
          .map(({ value, label, isDefault }) => (
            <Checkbox key={value} name="scope" value={value} defaultChecked={isDefault}>
              {t(label)}
            </Checkbox>
          ))}
      </fieldset>
      <Disclosure summary={t("Only for certain scripts")}>
        <fieldset>
          <legend className="mb-1 text-13 text-muted">
            {t("The key is for all scripts, also future ones, unless you select some.")}
          </legend>
          <div className="flex max-h-56 flex-col overflow-y-auto rounded-control border border-line bg-surface px-3 py-1">
            {scripts.map(({ slug, name }) => (
              <Checkbox key={slug} name="script" value={slug} className="min-w-0">
                <span className="min-w-0 break-words">
                  <bdi>{name}</bdi>
                </span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
      </Disclosure>
      <LabelledSelect
        name="days"
        label={t("Expires")}
        options={keyLifetimes.map(({ value, label }) => ({ value, label: t(label) }))}
        defaultValue={defaultLifetime}
      />
      <ConfirmPassword isNeeded={needsPassword} />
    </OneTimeSecretForm>
  );
}
