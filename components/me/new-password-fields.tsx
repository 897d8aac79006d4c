import { t } from "@/server/language/text";
import { TextField } from "../ui/text-field";

interface Props {
  /** Whether the account already has a password. */
  isChange?: boolean;
  note?: string;
}

/** The fields `password` and `password2` for a new password, which is typed twice to catch typing errors. */
export function NewPasswordFields({ isChange = false, note }: Props) {
  const field = { type: "password", autoComplete: "new-password", required: true } as const;
  const [first, second] = isChange
    ? [t("New password"), t("Confirm new password")]
    : [t("Password"), t("Confirm password")];
  const help = [t("At least 8 characters, such as several words. Common passwords are refused."), note]
    .filter(Boolean)
    .join(" ");
  return (
    <>
      <TextField name="password" label={first} {...field} help={help} />
      <TextField name="password2" label={second} {...field} />
    </>
  );
}
