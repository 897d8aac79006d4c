import { notFound } from "next/navigation";
import { GroupTicks } from "@/components/manage/group-ticks";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton, TextField } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Checkbox } from "@/components/ui/switch";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listScriptGroups } from "@/server/groups/script-groups";
import { listUserGroups } from "@/server/groups/user-groups";
import { toId } from "@/server/http/path-id";
import { t } from "@/server/language/text";
import { deleteScriptGroupAction, saveScriptGroupAction } from "../actions";

export const generateMetadata = () => ({ title: t("Script group") });

export default async function ScriptGroupPage({ params }: PageProps<"/manage/groups/[id]">) {
  const [{ id }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const [groups, userGroups] = await Promise.all([listScriptGroups(actor), listUserGroups(actor)]);
  const group = groups.find((each) => each.id === toId(id));
  if (!group) notFound();
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={group.name}
        note={t("{count, plural, one {# script} other {# scripts}}", { count: group.scripts })}
        actions={<ButtonLink href={`/manage/audit/?target=script-group:${group.slug}`}>{t("Audit")}</ButtonLink>}
      />
      <ActionForm action={saveScriptGroupAction} className="flex flex-col gap-3">
        <input type="hidden" name="group" value={group.id} />
        <TextField name="name" label={t("Name")} defaultValue={group.name} maxLength={100} required />
        <TextField name="description" label={t("Description")} rows={2} defaultValue={group.description} />
        <TextField
          name="position"
          label={t("Order on the start page")}
          type="number"
          min={1}
          defaultValue={group.position}
        />
        <Checkbox name="isActive" defaultChecked={group.isActive}>
          {t("Active: people see its scripts")}
        </Checkbox>
        <GroupTicks
          legend={t("Who may use its scripts")}
          help={t("Members of the groups ticked; everybody when none is. Says more than what a script says itself.")}
          name="userGroup"
          groups={userGroups}
          ticked={group.userGroupIds}
        />
        <SubmitButton className="self-start">{t("Save")}</SubmitButton>
      </ActionForm>
      <Section
        title={t("Delete")}
        note={t("Only an empty group can be deleted: its scripts move to another one first.")}
      >
        <ActionForm action={deleteScriptGroupAction}>
          <input type="hidden" name="group" value={group.id} />
          <SubmitButton variant="danger">{t("Delete the group")}</SubmitButton>
        </ActionForm>
      </Section>
    </PageFrame>
  );
}
