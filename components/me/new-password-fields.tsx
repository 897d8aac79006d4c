import { t } from "@/server/language/text";
import { FormField } from "../ui/action-form";

/** A password that is chosen, twice against typing errors: `password` and `password2`. */
export function NewPasswordFields({ label, note }: { label: "Password" | "New password"; note?: string }) {
  const field = { type: "password", autoComplete: "new-password", required: true } as const;
  const [first, again] =
    label === "Password" ? [t("Password"), t("Password again")] : [t("New password"), t("New password again")];
  const help = [t("At least 8 characters."), note].filter(Boolean).join(" ");
  return (
    <>
      <FormField name="password" label={first} {...field} help={help} />
      <FormField name="password2" label={again} {...field} />
    </>
  );
}
