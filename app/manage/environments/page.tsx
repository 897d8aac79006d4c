import { notFound } from "next/navigation";
import { AutoRefresh } from "@/components/manage/auto-refresh";
import { EnvironmentTable } from "@/components/manage/environment-table";
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
        note={t("Python packages for scripts. Each environment is built once, before the first job that needs it.")}
        actions={
          <ButtonLink href="/manage/environments/new/" variant="primary">
            {t("New virtual environment")}
          </ButtonLink>
        }
      />
      <Section title={t("Virtual environments")} note={t("Created here and selected in a script's details.")}>
        {declared.length > 0 ? (
          <EnvironmentTable label={t("Virtual environments")} rows={declared} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">
            {t("No virtual environments yet. A script that declares its own packages (PEP 723) does not need one.")}
          </p>
        )}
      </Section>
      <Section title={t("Required by scripts")} note={t("Packages that a script declares in its PEP 723 block.")}>
        {ofBlocks.length > 0 ? (
          <EnvironmentTable label={t("Required by scripts")} rows={ofBlocks} buildAction={buildEnvironmentAction} />
        ) : (
          <p className="text-muted">{t("No script has a PEP 723 block.")}</p>
        )}
      </Section>
      {left.length > 0 ? (
        <Section
          title={t("No longer required")}
          note={t("They are deleted automatically 30 days after their last use.")}
        >
          <EnvironmentTable label={t("No longer required")} rows={left} buildAction={buildEnvironmentAction} />
        </Section>
      ) : null}
      <AutoRefresh seconds={5} />
    </PageFrame>
  );
}
