import type { UserGroupDetails } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import type { Action } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { GroupUsages } from "./group-usages";

/**
 * Deletes a user group after listing the scripts and groups that its members then lose access to. A group that is the
 * only one with access to something cannot be deleted, because everyone could then use it.
 */
export function DeleteUserGroup({ group: { id, name, usages }, action }: { group: UserGroupDetails; action: Action }) {
  if (usages.some((usage) => usage.others.length === 0)) {
    return (
      <p>
        {t(
          "You cannot delete this group while anything above is restricted to it alone, because everyone could use that then. Change the access there first.",
        )}
      </p>
    );
  }
  return (
    <ConfirmDialog
      id="delete-group"
      open={t("Delete group…")}
      title={t("Delete {name}?", { name })}
      button={t("Delete group")}
      action={action}
      fields={{ group: id }}
    >
      {usages.length > 0 ? (
        <>
          <p>{t("Its members keep their accounts. Members who are in none of the other groups can no longer use:")}</p>
          <GroupUsages usages={usages} />
        </>
      ) : (
        <p>{t("Its members keep their accounts, and access to scripts does not change.")}</p>
      )}
    </ConfirmDialog>
  );
}
