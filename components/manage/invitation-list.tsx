import { t } from "@/server/language/text";
import type { Invitation } from "@/server/users/invite";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { Timestamp } from "../ui/timestamp";
import { roleLabel } from "./roles";

/** A list of the invitations that have not been used. */
export function InvitationList({ invitations, withdrawAction }: { invitations: Invitation[]; withdrawAction: Action }) {
  return (
    <ul className="divide-y divide-line rounded-control border border-line bg-surface">
      {invitations.map((invitation) => (
        <li key={invitation.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <span className="min-w-0 flex-1 basis-56">
            <span className="block break-words">{invitation.note || t("No recipient entered")}</span>
            <span className="block text-13 text-muted">
              {roleLabel(invitation.role)} ·{" "}
              {fill(invitation.createdBy ? t("created {time} by {name}") : t("created {time}"), {
                time: <Timestamp at={invitation.createdAt} />,
                name: invitation.createdBy,
              })}{" "}
              · {fill(t("expires {time}"), { time: <Timestamp at={invitation.expiresAt} /> })}
            </span>
          </span>
          <ActionForm action={withdrawAction} errorsAs="toast">
            <input type="hidden" name="invitation" value={invitation.id} />
            <SubmitButton variant="danger" size="small">
              {t("Revoke")}
            </SubmitButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
