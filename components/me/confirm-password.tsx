"use client";

import { t } from "@/server/language/text";
import { useFieldErrors } from "../ui/action-form";
import { TextField } from "../ui/text-field";

/**
 * Asks for the password again, in a form for an action that an open browser alone must not allow. It also appears if
 * the password became necessary after the page was loaded.
 */
export function ConfirmPassword({ isNeeded }: { isNeeded: boolean }) {
  const errors = useFieldErrors("confirmPassword");
  if (!isNeeded && !errors) return null;
  return (
    <TextField
      name="confirmPassword"
      label={t("Your password")}
      type="password"
      autoComplete="current-password"
      help={t("You last entered it more than 15 minutes ago. Confirm that it is you.")}
      required
    />
  );
}
