import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";

interface Props {
  slug: string;
  version: { id: number; isActive: boolean; isDefault: boolean };
  action: Action;
}

/** Makes a version the default, or enables or disables it. */
export function VersionActions({ slug, version: { id, isActive, isDefault }, action }: Props) {
  return (
    <ActionForm action={action} errorsAs="toast" className="flex flex-wrap gap-2">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="version" value={id} />
      {isDefault || !isActive ? null : (
        <SubmitButton name="do" value="default">
          {t("Make default")}
        </SubmitButton>
      )}
      <SubmitButton variant="plain" name="do" value={isActive ? "off" : "on"}>
        {isActive ? t("Disable version") : t("Enable version")}
      </SubmitButton>
    </ActionForm>
  );
}
