import { notFound } from "next/navigation";
import { EnvironmentTable } from "@/components/manage/environment-table";
import { Refreshing } from "@/components/manage/refreshing";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { getEnvironmentOverview } from "@/server/environments/overview";
import { buildEnvironmentAction } from "./actions";

export const metadata = { title: "Environments" };

export default async function EnvironmentsPage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const { declared, ofBlocks, left } = await getEnvironmentOverview(actor);
  return (
    <PageFrame className="gap-8">
      <PageHeader
        title="Environments"
        note="The Python packages of scripts. Each is built once, before the first job that needs it."
        actions={
          <ButtonLink href="/manage/environments/new/" variant="primary">
            New virtual environment
          </ButtonLink>
        }
      />
      <Section title="Virtual environments" note="Made here, and chosen in the details of a script.">
        {declared.length > 0 ? (
          <EnvironmentTable label="Virtual environments" rows={declared} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">None yet. A script that says itself what it needs (PEP 723) does without one.</p>
        )}
      </Section>
      <Section title="Asked for by scripts" note="Packages that a script names in its own PEP 723 block.">
        {ofBlocks.length > 0 ? (
          <EnvironmentTable label="Asked for by scripts" rows={ofBlocks} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">No script has such a block.</p>
        )}
      </Section>
      {left.length > 0 ? (
        <Section title="Not asked for any more" note="They go by themselves 30 days after their last use.">
          <EnvironmentTable label="Not asked for any more" rows={left} buildAction={buildEnvironmentAction} />
        </Section>
      ) : null}
      <Refreshing seconds={5} />
    </PageFrame>
  );
}
