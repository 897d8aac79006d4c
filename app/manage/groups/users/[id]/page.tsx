import { notFound } from "next/navigation";
import { ListFilters } from "@/components/manage/list-filters";
import { MemberList } from "@/components/manage/member-list";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, FormField, SubmitButton } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findUserGroup } from "@/server/groups/user-groups";
import { toId } from "@/server/http";
import * as actions from "../../actions";

export const metadata = { title: "User group" };

export default async function UserGroupPage({ params, searchParams }: PageProps<"/manage/groups/users/[id]">) {
  const [{ id }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  const text = [search.q ?? ""].flat()[0]?.trim().slice(0, 200) ?? "";
  const group = isStaff(actor) ? await findUserGroup(actor, toId(id), text) : null;
  if (!group) notFound();
  const mayChange = isAdministrator(actor);
  const hidden = <input type="hidden" name="group" value={group.id} />;
  const { usedBy } = group;
  const names = usedBy.slice(0, 20).join(", ") + (usedBy.length > 20 ? ` and ${usedBy.length - 20} more` : "");
  const uses = names ? `Decides who may use ${names}.` : "Decides over no script.";
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title={group.name} note={uses} />
      <Section title="Members">
        {group.moreMembers || text ? (
          <ListFilters
            chips={[]}
            action={`/manage/groups/users/${group.id}/`}
            kept={{}}
            label="Find members"
            placeholder="User name or name"
            text={text}
          />
        ) : null}
        {group.moreMembers ? <p className="text-muted">The first {group.members.length} are shown.</p> : null}
        <MemberList group={group} removeAction={mayChange ? actions.removeMemberAction : null} />
        {mayChange ? (
          <ActionForm action={actions.addMemberAction} className="flex flex-wrap items-start gap-2">
            {hidden}
            <FormField
              name="username"
              label="Add a member"
              placeholder="User name"
              autoComplete="off"
              autoCapitalize="none"
              required
              className="min-w-48 flex-1 sm:max-w-80"
            />
            <SubmitButton variant="plain" className="mt-[1.625rem]">
              Add
            </SubmitButton>
          </ActionForm>
        ) : null}
      </Section>
      {mayChange ? (
        <>
          <Section title="Name">
            <ActionForm action={actions.renameUserGroupAction} className="flex flex-col gap-3">
              {hidden}
              <FormField name="name" label="Name" defaultValue={group.name} maxLength={150} required />
              <SubmitButton className="self-start">Save</SubmitButton>
            </ActionForm>
          </Section>
          <Section title="Delete" note="Not while it decides who may use a script: everybody could, without it.">
            <ActionForm action={actions.deleteUserGroupAction}>
              {hidden}
              <SubmitButton variant="danger">Delete the group</SubmitButton>
            </ActionForm>
          </Section>
        </>
      ) : null}
    </PageFrame>
  );
}
