import { notFound } from "next/navigation";
import { DeletePerson } from "@/components/manage/delete-person";
import { PersonPassword } from "@/components/manage/person-password";
import { roleChoices, roleHelp, roleLabel } from "@/components/manage/roles";
import { ConfirmNotice } from "@/components/me/confirm-notice";
import { ConfirmPassword } from "@/components/me/confirm-password";
import { KeyTable } from "@/components/me/key-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { fill } from "@/components/ui/fill";
import { LabelledSelect } from "@/components/ui/labelled-select";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Timestamp } from "@/components/ui/timestamp";
import { listApiKeysOf } from "@/server/api-keys/list";
import { isAdministrator } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { toId } from "@/server/http/path-id";
import { t } from "@/server/language/text";
import { isConfirmed } from "@/server/users/confirm";
import { findListedPerson } from "@/server/users/list";
import * as actions from "../actions";

export const generateMetadata = () => ({ title: t("Person") });

export default async function PersonPage({ params }: PageProps<"/manage/people/[id]">) {
  const [{ id }, actor] = await Promise.all([params, getActor()]);
  const person = isAdministrator(actor) ? await findListedPerson(actor, toId(id)) : null;
  if (!person) notFound();
  const [keys, needsPassword] = await Promise.all([
    listApiKeysOf(actor, person.id),
    isConfirmed(actor).then((is) => !is),
  ]);
  const user = <input type="hidden" name="user" value={person.id} />;
  const name = encodeURIComponent(person.username);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={person.fullName || person.username}
        lead={person.isActive ? null : <Badge>{t("off")}</Badge>}
        note={
          <>
            {person.username} · {roleLabel(person.role)}
            {person.email ? ` · ${person.email}` : ""} ·{" "}
            {fill(t("since {time}"), { time: <Timestamp at={person.createdAt} /> })}
          </>
        }
        actions={
          <>
            <ButtonLink href={`/jobs/?scope=all&user=${name}`}>{t("Jobs")}</ButtonLink>
            <ButtonLink href={`/manage/audit/?user=${name}`}>{t("Audit")}</ButtonLink>
          </>
        }
      />
      {needsPassword ? <ConfirmNotice action={actions.confirmAction} /> : null}
      <Section title={t("Role")}>
        <ActionForm action={actions.setRoleAction} className="flex flex-col gap-3">
          {user}
          <LabelledSelect
            name="role"
            label={t("Permissions")}
            options={roleChoices()}
            defaultValue={person.role}
            help={t(roleHelp)}
          />
          <ConfirmPassword isNeeded={false} />
          <SubmitButton className="self-start">{t("Save")}</SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("User groups")} note={t("Groups determine which scripts this person can use.")}>
        <p>
          {person.groups.length > 0 ? person.groups.join(", ") : t("Not a member of any group.")}{" "}
          <Link href="/manage/groups/" className="text-accent underline">
            {t("Edit members")}
          </Link>
        </p>
      </Section>
      <PersonPassword actions={actions}>{user}</PersonPassword>
      <Section title={t("Sessions")} note={t("The person has to sign in again in every browser.")}>
        <ActionForm action={actions.signOutAction} className="flex flex-col gap-3">
          {user}
          <ConfirmPassword isNeeded={false} />
          <SubmitButton variant="plain" className="self-start">
            {t("Sign out everywhere")}
          </SubmitButton>
        </ActionForm>
      </Section>
      {keys.length > 0 ? (
        <Section title={t("API keys")} note={t("A disabled key can be enabled again only by its owner.")}>
          <KeyTable keys={keys} toggleAction={actions.disableKeyAction} />
        </Section>
      ) : null}
      <Section
        title={person.isActive ? t("Disable") : t("Enable")}
        note={t("A disabled account cannot sign in. Its sessions and keys end immediately; its jobs are kept.")}
      >
        <ActionForm action={actions.setActiveAction}>
          {user}
          <SubmitButton variant={person.isActive ? "danger" : "plain"} name="active" value={String(!person.isActive)}>
            {person.isActive ? t("Disable account") : t("Enable account")}
          </SubmitButton>
        </ActionForm>
      </Section>
      <Section
        title={t("Delete")}
        note={t(
          "This also deletes the account's sessions, keys, favourites and memberships. Scripts that this person added are kept. This cannot be undone.",
        )}
      >
        <DeletePerson person={person} action={actions.deleteUserAction} />
      </Section>
    </PageFrame>
  );
}
