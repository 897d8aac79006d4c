import { notFound } from "next/navigation";
import { EnvironmentBuild } from "@/components/manage/environment-build";
import { EnvironmentForm } from "@/components/manage/environment-form";
import { ScriptLinks } from "@/components/manage/script-links";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listEnvironments } from "@/server/environments/environments";
import { findShownEnvironment } from "@/server/environments/overview";
import { toId } from "@/server/http";
import * as actions from "../actions";

export const metadata = { title: "Virtual environment" };

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
        note="A virtual environment"
        actions={<ButtonLink href={`/manage/audit/?target=environment:${environment.id}`}>Audit</ButtonLink>}
      />
      <Section title="Build">
        <EnvironmentBuild shown={shown} log={log} buildAction={actions.buildEnvironmentAction} />
      </Section>
      <Section title="What it is made of" note="A change is built anew by the next job.">
        <EnvironmentForm environment={environment} action={actions.saveEnvironmentAction} button="Save" />
      </Section>
      <Section title="Delete" note="What was built for it goes along. Jobs and their results stay.">
        <ConfirmDialog
          id="delete-environment"
          open="Delete the environment …"
          title={`Delete ${environment.name}?`}
          button="Delete the environment"
          action={actions.deleteEnvironmentAction}
          fields={{ environment: environment.id }}
        >
          {shown.scripts.length > 0 ? (
            <p>
              These scripts go on without it, and may miss packages: <ScriptLinks scripts={shown.scripts} shown={20} />.
            </p>
          ) : (
            <p>No script uses it.</p>
          )}
        </ConfirmDialog>
      </Section>
    </PageFrame>
  );
}
