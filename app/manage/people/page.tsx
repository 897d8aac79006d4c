import { notFound } from "next/navigation";
import { InvitationList } from "@/components/manage/invitation-list";
import { PersonFilters, personPath } from "@/components/manage/person-filters";
import { PersonTable } from "@/components/manage/person-table";
import { ConfirmPassword } from "@/components/me/confirm-password";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isAdministrator } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { isConfirmed } from "@/server/users/confirm";
import { listInvitations } from "@/server/users/invite";
import { listUsers } from "@/server/users/list";
import { signOutEveryoneAction, withdrawInvitationAction } from "./actions";
import { personQuery } from "./query";

export const generateMetadata = () => ({ title: t("People") });

export default async function PeoplePage({ searchParams }: PageProps<"/manage/people">) {
  const [actor, search] = await Promise.all([getActor(), searchParams]);
  if (!isAdministrator(actor)) notFound();
  const query = readQuery(personQuery, search);
  const [page, invitations, needsPassword] = await Promise.all([
    listUsers(actor, {
      text: query.text,
      ...(query.role ? { role: query.role } : {}),
      ...(query.isOff ? { isActive: false } : {}),
      ...(query.after ? { after: query.after } : {}),
    }),
    listInvitations(actor),
    isConfirmed(actor).then((is) => !is),
  ]);
  return (
    <PageFrame>
      <PageHeader
        title={t("People")}
        actions={
          <ButtonLink href="/manage/people/new/" variant="primary">
            {t("Invite or add")}
          </ButtonLink>
        }
      />
      <PersonFilters query={query} />
      {page.rows.length === 0 ? (
        <EmptyState
          title={t("No matching users")}
          action={<ButtonLink href="/manage/people/">{t("Clear filters")}</ButtonLink>}
        />
      ) : (
        <PersonTable people={page.rows} />
      )}
      {page.next ? (
        <ButtonLink href={personPath(query, { after: page.next })} className="self-end">
          {t("Next")}
        </ButtonLink>
      ) : null}
      {invitations.length > 0 ? (
        <Section
          title={t("Open invitations")}
          note={t("Each link is shown only once. If a link is lost, revoke the invitation and create a new one.")}
        >
          <InvitationList invitations={invitations} withdrawAction={withdrawInvitationAction} />
        </Section>
      ) : null}
      <ConfirmDialog
        id="sign-out-everyone"
        open={t("Sign everyone else out…")}
        title={t("Sign everyone else out?")}
        button={t("Sign everyone else out")}
        action={signOutEveryoneAction}
        fields={{}}
      >
        <p>
          {t("Everyone has to sign in again, in every browser except this one. Jobs and API keys are not affected.")}
        </p>
        <ConfirmPassword isNeeded={needsPassword} />
      </ConfirmDialog>
    </PageFrame>
  );
}
