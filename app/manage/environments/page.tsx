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
import { t } from "@/server/language/text";
import { buildEnvironmentAction } from "./actions";

export const generateMetadata = () => ({ title: t("Environments") });

export default async function EnvironmentsPage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const { declared, ofBlocks, left } = await getEnvironmentOverview(actor);
  return (
    <PageFrame className="gap-8">
      <PageHeader
        title={t("Environments")}
        note={t("The Python packages of scripts. Each is built once, before the first job that needs it.")}
        actions={
          <ButtonLink href="/manage/environments/new/" variant="primary">
            {t("New virtual environment")}
          </ButtonLink>
        }
      />
      <Section title={t("Virtual environments")} note={t("Made here, and chosen in the details of a script.")}>
        {declared.length > 0 ? (
          <EnvironmentTable label={t("Virtual environments")} rows={declared} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">
            {t("None yet. A script that says itself what it needs (PEP 723) does without one.")}
          </p>
        )}
      </Section>
      <Section title={t("Asked for by scripts")} note={t("Packages that a script names in its own PEP 723 block.")}>
        {ofBlocks.length > 0 ? (
          <EnvironmentTable label={t("Asked for by scripts")} rows={ofBlocks} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">{t("No script has such a block.")}</p>
        )}
      </Section>
      {left.length > 0 ? (
        <Section title={t("Not asked for any more")} note={t("They go by themselves 30 days after their last use.")}>
          <EnvironmentTable label={t("Not asked for any more")} rows={left} buildAction={buildEnvironmentAction} />
        </Section>
      ) : null}
      <Refreshing seconds={5} />
    </PageFrame>
  );
}
