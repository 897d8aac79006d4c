import { FormField } from "../ui/action-form";

/** A password that is chosen, twice against typing errors: `password` and `password2`. */
export function NewPasswordFields({ label, note }: { label: "Password" | "New password"; note?: string }) {
  const field = { type: "password", autoComplete: "new-password", required: true } as const;
  const help = ["At least 8 characters.", note].filter(Boolean).join(" ");
  return (
    <>
      <FormField name="password" label={label} {...field} help={help} />
      <FormField name="password2" label={`${label} again`} {...field} />
    </>
  );
}
