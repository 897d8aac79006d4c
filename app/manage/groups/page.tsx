import { notFound } from "next/navigation";
import { ScriptGroupTable, UserGroupTable } from "@/components/manage/group-tables";
import { NewGroupForm } from "@/components/manage/new-group-form";
import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listScriptGroups } from "@/server/groups/script-groups";
import { listUserGroups } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { createScriptGroupAction, createUserGroupAction } from "./actions";

export const generateMetadata = () => ({ title: t("Groups") });

export default async function GroupsPage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const [scriptGroups, userGroups] = await Promise.all([listScriptGroups(actor), listUserGroups(actor)]);
  return (
    <PageFrame className="gap-8">
      <PageHeader title={t("Groups")} />
      <Section title={t("Script groups")} note={t("The headings of the home page, in this order.")}>
        {scriptGroups.length > 0 ? <ScriptGroupTable groups={scriptGroups} userGroups={userGroups} /> : null}
        <NewGroupForm
          label={t("Name of the new script group")}
          button={t("Add group")}
          action={createScriptGroupAction}
        />
      </Section>
      <Section
        title={t("User groups")}
        note={t("You can restrict scripts and script groups to members of these groups.")}
      >
        {userGroups.length > 0 ? (
          <UserGroupTable groups={userGroups} />
        ) : (
          <p className="text-muted">{t("No user groups yet. Everyone can use every script.")}</p>
        )}
        <NewGroupForm
          label={t("Name of the new user group")}
          button={t("Add user group")}
          action={createUserGroupAction}
        />
      </Section>
    </PageFrame>
  );
}
