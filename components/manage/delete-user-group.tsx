import type { UserGroupDetails } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import type { Action } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { GroupUses } from "./group-uses";

/** Deletes a user group, after saying what is then closed to its members; not one without which something is open. */
export function DeleteUserGroup({ group: { id, name, uses }, action }: { group: UserGroupDetails; action: Action }) {
  if (uses.some((use) => use.others.length === 0)) {
    return (
      <p>
        {t(
          "Not while anything above is for this group alone: without it, everybody could use that. Say there first who may.",
        )}
      </p>
    );
  }
  return (
    <ConfirmDialog
      id="delete-group"
      open={t("Delete the group …")}
      title={t("Delete {name}?", { name })}
      button={t("Delete group")}
      action={action}
      fields={{ group: id }}
    >
      {uses.length > 0 ? (
        <>
          <p>{t("Its members stay, but who is in none of the other groups cannot use these any more:")}</p>
          <GroupUses uses={uses} />
        </>
      ) : (
        <p>{t("Its members stay, and no script is opened or closed to anybody.")}</p>
      )}
    </ConfirmDialog>
  );
}
