import type { UserGroupDetails } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";

interface Props {
  group: UserGroupDetails;
  /** The search text. */
  text: string;
  removeAction: Action;
}

/** The members of a user group, each with a button to remove them. */
export function MemberList({ group, text, removeAction }: Props) {
  if (group.members.length === 0) {
    return <p className="text-muted">{text ? t("No matching members.") : t("No members yet.")}</p>;
  }
  return (
    <ul className="divide-y divide-line rounded-control border border-line bg-surface">
      {group.members.map((member) => (
        <li key={member.id} className="flex items-center gap-3 px-3 py-1.5">
          <span className="min-w-0 flex-1 truncate">
            {member.username} <span className="text-muted">{member.fullName}</span>
          </span>
          <ActionForm action={removeAction} errorsAs="toast">
            <input type="hidden" name="group" value={group.id} />
            <SubmitButton variant="quiet" size="small" name="member" value={String(member.id)}>
              <span aria-hidden>{t("Remove")}</span>
              <span className="sr-only">{t("Remove {name}", { name: member.username })}</span>
            </SubmitButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
