import { notFound } from "next/navigation";
import { EnvironmentBuild } from "@/components/manage/environment-build";
import { EnvironmentForm } from "@/components/manage/environment-form";
import { ScriptLinks } from "@/components/manage/script-links";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { fill } from "@/components/ui/fill";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listEnvironments } from "@/server/environments/environments";
import { findShownEnvironment } from "@/server/environments/overview";
import { toId } from "@/server/http/path-id";
import { t } from "@/server/language/text";
import * as actions from "../actions";

export const generateMetadata = () => ({ title: t("Virtual environment") });

export default async function EnvironmentPage({ params }: PageProps<"/manage/environments/[id]">) {
  const [{ id }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const environment = (await listEnvironments(actor)).find((each) => each.id === toId(id));
  const found = environment && (await findShownEnvironment(actor, { environmentId: environment.id }));
  if (!found) notFound();
  const { shown, log } = found;
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={environment.name}
        note={t("A virtual environment")}
        actions={<ButtonLink href={`/manage/audit/?target=environment:${environment.id}`}>{t("Audit")}</ButtonLink>}
      />
      <Section title={t("Build")}>
        <EnvironmentBuild shown={shown} log={log} buildAction={actions.buildEnvironmentAction} />
      </Section>
      <Section title={t("Python and packages")} note={t("After a change, the next job rebuilds the environment.")}>
        <EnvironmentForm environment={environment} action={actions.saveEnvironmentAction} button={t("Save")} />
      </Section>
      <Section title={t("Delete")} note={t("This also deletes its build. Jobs and their results are kept.")}>
        <ConfirmDialog
          id="delete-environment"
          open={t("Delete environment…")}
          title={t("Delete {name}?", { name: environment.name })}
          button={t("Delete environment")}
          action={actions.deleteEnvironmentAction}
          fields={{ environment: environment.id }}
        >
          {shown.scripts.length > 0 ? (
            <p>
              {fill(t("These scripts will run without it and may lack packages: {scripts}."), {
                scripts: <ScriptLinks scripts={shown.scripts} countMax={20} />,
              })}
            </p>
          ) : (
            <p>{t("No script uses this environment.")}</p>
          )}
        </ConfirmDialog>
      </Section>
    </PageFrame>
  );
}
