import { notFound } from "next/navigation";
import { GroupCheckboxes } from "@/components/manage/group-checkboxes";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Checkbox } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
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
          label={t("Position on the home page")}
          type="number"
          min={1}
          defaultValue={group.position}
        />
        <Checkbox name="isActive" defaultChecked={group.isActive}>
          {t("Active: users can see its scripts")}
        </Checkbox>
        <GroupCheckboxes
          legend={t("Who can use its scripts")}
          help={t(
            "Members of the selected groups, or everyone if none is selected. This takes precedence over a script's own setting.",
          )}
          name="userGroup"
          groups={userGroups}
          selectedIds={group.userGroupIds}
        />
        <SubmitButton className="self-start">{t("Save")}</SubmitButton>
      </ActionForm>
      <Section
        title={t("Delete")}
        note={t("Only an empty group can be deleted. Move its scripts to another group first.")}
      >
        <ActionForm action={deleteScriptGroupAction}>
          <input type="hidden" name="group" value={group.id} />
          <SubmitButton variant="danger">{t("Delete group")}</SubmitButton>
        </ActionForm>
      </Section>
    </PageFrame>
  );
}
