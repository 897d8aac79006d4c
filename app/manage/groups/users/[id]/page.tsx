import { notFound } from "next/navigation";
import { z } from "zod";
import { DeleteUserGroup } from "@/components/manage/delete-user-group";
import { GroupUsages } from "@/components/manage/group-usages";
import { ListFilters } from "@/components/manage/list-filters";
import { MemberList } from "@/components/manage/member-list";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findUserGroup } from "@/server/groups/user-groups";
import { toId } from "@/server/http/path-id";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import * as actions from "../../actions";

export const generateMetadata = () => ({ title: t("User group") });

const memberQuery = z.object({ q: z.string().trim().default("") });

export default async function UserGroupPage({ params, searchParams }: PageProps<"/manage/groups/users/[id]">) {
  const [{ id }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  const text = readQuery(memberQuery, search).q.slice(0, 200);
  const group = isStaff(actor) ? await findUserGroup(actor, toId(id), text) : null;
  if (!group) notFound();
  const hidden = <input type="hidden" name="group" value={group.id} />;
  const target = encodeURIComponent(`user-group:${group.name}`);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={group.name}
        note={t("Members of this group can use the scripts that are restricted to it.")}
        actions={<ButtonLink href={`/manage/audit/?target=${target}`}>{t("Audit")}</ButtonLink>}
      />
      <Section title={t("Members")}>
        {group.moreMembers || text ? (
          <ListFilters
            chips={[]}
            action={`/manage/groups/users/${group.id}/`}
            otherFilters={{}}
            label={t("Find members")}
            placeholder={t("Username or name")}
            text={text}
          />
        ) : null}
        {group.moreMembers ? (
          <p className="text-muted">{t("Only the first {count} are shown.", { count: group.members.length })}</p>
        ) : null}
        <MemberList group={group} text={text} removeAction={actions.removeMemberAction} />
        <ActionForm action={actions.addMemberAction} resetsOnSuccess className="flex flex-wrap items-start gap-2">
          {hidden}
          <TextField
            name="username"
            label={t("Add a member")}
            placeholder={t("Username")}
            autoComplete="off"
            autoCapitalize="none"
            required
            className="min-w-48 flex-1 sm:max-w-80"
          />
          <SubmitButton variant="plain" className="mt-[1.625rem]">
            {t("Add")}
          </SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("Scripts restricted to this group")}>
        <GroupUsages usages={group.usages} />
      </Section>
      <Section title={t("Name")}>
        <ActionForm action={actions.renameUserGroupAction} className="flex flex-col gap-3">
          {hidden}
          <TextField name="name" label={t("Name")} defaultValue={group.name} maxLength={150} required />
          <SubmitButton className="self-start">{t("Save")}</SubmitButton>
        </ActionForm>
      </Section>
      <Section title={t("Delete")}>
        <DeleteUserGroup group={group} action={actions.deleteUserGroupAction} />
      </Section>
    </PageFrame>
  );
}
