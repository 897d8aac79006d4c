import { notFound } from "next/navigation";
import { AccessText } from "@/components/manage/access-text";
import { DoctorFindings } from "@/components/manage/doctor-findings";
import { EnvironmentText } from "@/components/manage/environment-text";
import { ScriptContentsText } from "@/components/manage/script-contents-text";
import { ScriptDetailsForm } from "@/components/manage/script-details-form";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { UploadScripts } from "@/components/manage/upload-scripts";
import { VersionTable } from "@/components/manage/version-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listEnvironments } from "@/server/environments/environments";
import { findShownEnvironment } from "@/server/environments/overview";
import { listScriptGroups } from "@/server/groups/script-groups";
import { toDoctorReport } from "@/server/introspection/doctor";
import { t } from "@/server/language/text";
import { COUNT_MAX, countScriptContents } from "@/server/scripts/delete";
import { findScript } from "@/server/scripts/queries";
import { getScriptRules } from "@/server/scripts/rules";
import { getWooeyScript } from "@/server/wooey/scripts";
import * as actions from "./actions";

export const generateMetadata = () => ({ title: t("Manage script") });

export default async function ManageScriptPage({ params }: PageProps<"/manage/scripts/[slug]">) {
  const [{ slug }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const found = await findScript(actor, slug);
  if (!found) notFound();
  const [script, rules, groups, environments, contents, environment] = await Promise.all([
    getWooeyScript(actor, slug),
    getScriptRules(actor, slug),
    listScriptGroups(actor),
    listEnvironments(actor),
    countScriptContents(actor, slug),
    found.version && findShownEnvironment(actor, { versionId: found.version.id }),
  ]);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={script.script_name}
        lead={
          <>
            {script.is_active ? null : <Badge>{t("off")}</Badge>}
            {rules.isolationLevel === null ? null : (
              <Badge>{t("isolation level {level}", { level: rules.isolationLevel })}</Badge>
            )}
          </>
        }
        note={
          <>
            {script.is_active ? <AccessText slug={slug} access={rules.access} /> : t("Only staff can see it.")}{" "}
            {script.issues.map((issue) => t(issue)).join(" ")}
          </>
        }
        actions={
          <>
            {script.is_active ? null : (
              <ActionForm action={actions.switchScriptAction} errorsAs="toast">
                <input type="hidden" name="slug" value={slug} />
                <SubmitButton name="active" value="true">
                  {t("Enable script")}
                </SubmitButton>
              </ActionForm>
            )}
            <ButtonLink href={`/manage/audit/?target=script:${slug}`}>{t("Audit")}</ButtonLink>
            <ButtonLink href={`/scripts/${slug}/`}>{t("Open form")}</ButtonLink>
          </>
        }
      />
      <ScriptTabs slug={slug} current="script" />
      {found.version ? (
        <Section title={t("Doctor")}>
          <DoctorFindings
            report={toDoctorReport(
              { spec: found.version.spec, durationMs: 0, isolationLevel: 0 },
              found.version.outdated,
            )}
          />
          {environment ? <EnvironmentText shown={environment.shown} /> : null}
        </Section>
      ) : null}
      <Section title={t("Versions")}>
        <VersionTable slug={slug} versions={script.versions} action={actions.changeVersionAction} />
        <UploadScripts groups={[]} scriptName={script.script_name} />
      </Section>
      <Section title={t("Details")}>
        <ScriptDetailsForm
          script={script}
          tags={found.tags}
          groups={groups.map((group) => group.name)}
          environments={environments}
          action={actions.saveScriptAction}
          preview={actions.previewDocumentation}
        />
      </Section>
      <Section title={t("Delete")} note={t("To hide the script without deleting it, make it inactive above.")}>
        <ConfirmDialog
          id="delete-script"
          open={t("Delete script…")}
          title={t("Delete {name}?", { name: script.script_name })}
          button={t("Delete script")}
          action={actions.deleteScriptAction}
          fields={{ slug }}
          typed={{ label: t("To confirm, enter the name: {name}", { name: script.script_name }) }}
        >
          <ScriptContentsText contents={contents} countMax={COUNT_MAX} slug={slug} />
        </ConfirmDialog>
      </Section>
    </PageFrame>
  );
}
