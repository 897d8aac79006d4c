import { notFound } from "next/navigation";
import { EnvironmentBuild } from "@/components/manage/environment-build";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findShownEnvironment } from "@/server/environments/overview";
import { t } from "@/server/language/text";
import * as actions from "../../actions";

export const generateMetadata = () => ({ title: t("Environment") });

export default async function BuiltEnvironmentPage({ params }: PageProps<"/manage/environments/built/[key]">) {
  const [{ key }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const found = await findShownEnvironment(actor, { key });
  if (!found) notFound();
  const { shown, log } = found;
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={<span className="wrap-anywhere">{shown.requirements.join(", ") || t("No packages")}</span>}
        note={shown.scripts.length > 0 ? t("Required by scripts (PEP 723)") : t("No longer required")}
      />
      <Section title={t("Build")}>
        <EnvironmentBuild shown={shown} log={log} buildAction={actions.buildEnvironmentAction} />
      </Section>
      {shown.state === "building" ? null : (
        <Section title={t("Discard build")} note={t("Frees disk space. The next job that requires it rebuilds it.")}>
          <ActionForm action={actions.clearEnvironmentAction}>
            <input type="hidden" name="key" value={key} />
            <SubmitButton variant="danger">{t("Discard build")}</SubmitButton>
          </ActionForm>
        </Section>
      )}
    </PageFrame>
  );
}
