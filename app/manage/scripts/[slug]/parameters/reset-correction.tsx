import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { t } from "@/server/language/text";
import { resetCorrectionAction } from "./actions";

/** Removes the correction of a parameter. */
export function ResetCorrection({ slug, path }: { slug: string; path: string }) {
  return (
    <ActionForm action={resetCorrectionAction}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="path" value={path} />
      <SubmitButton variant="danger">{t("Reset the correction of {path}", { path })}</SubmitButton>
    </ActionForm>
  );
}
