import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Notice } from "../ui/notice";
import { ConfirmPassword } from "./confirm-password";

/** Asks for the password once on a page on which several forms need it. */
export function ConfirmNotice({ action }: { action: Action }) {
  return (
    <Notice>
      <ActionForm action={action} className="flex flex-col gap-3">
        <p>{t("Changing accounts requires your password. You will not be asked again for 15 minutes.")}</p>
        <ConfirmPassword isNeeded />
        <SubmitButton className="self-start" variant="plain">
          {t("Confirm")}
        </SubmitButton>
      </ActionForm>
    </Notice>
  );
}
