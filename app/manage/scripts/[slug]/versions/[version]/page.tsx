import { notFound } from "next/navigation";
import { DoctorFindings } from "@/components/manage/doctor-findings";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { toDoctorReport } from "@/server/introspection/doctor";
import { findScript, findVersion } from "@/server/scripts/queries";
import { versionLabel } from "@/server/scripts/version-string";

export const metadata = { title: "Version" };

export default async function VersionPage({ params }: PageProps<"/manage/scripts/[slug]/versions/[version]">) {
  const [{ slug, version: id }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const [script, version] = await Promise.all([
    findScript(actor, slug),
    findVersion(actor, slug, { versionId: /^\d{1,9}$/.test(id) ? Number(id) : 0 }),
  ]);
  if (!script || !version) notFound();
  const before = script.versions[script.versions.findIndex((one) => one.id === version.id) + 1];
  const report = { spec: version.spec, durationMs: 0, isolationLevel: 0 };
  return (
    <PageFrame narrow className="gap-6">
      <PageHeader
        title={`${script.name} ${versionLabel(version)}`}
        note={version.filename}
        actions={
          before ? (
            <ButtonLink href={`/manage/scripts/${slug}/versions/diff?from=${before.id}&to=${version.id}`}>
              Compare with {versionLabel(before)}
            </ButtonLink>
          ) : null
        }
      />
      <ScriptTabs slug={slug} current="versions" />
      <DoctorFindings report={toDoctorReport(report, version.unfitting)} />
    </PageFrame>
  );
}
