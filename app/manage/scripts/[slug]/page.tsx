import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { DoctorFindings } from "@/components/manage/doctor-findings";
import { ScriptDetailsForm } from "@/components/manage/script-details-form";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { UploadScripts } from "@/components/manage/upload-scripts";
import { VersionTable } from "@/components/manage/version-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { toDoctorReport } from "@/server/introspection/doctor";
import { findScript } from "@/server/scripts/queries";
import { getWooeyScript } from "@/server/scripts/wooey";
import { changeVersionAction, saveScriptAction } from "./actions";

export const metadata = { title: "Manage script" };

export default async function ManageScriptPage({ params }: PageProps<"/manage/scripts/[slug]">) {
  const [{ slug }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const found = await findScript(actor, slug);
  if (!found) notFound();
  const script = await getWooeyScript(actor, slug);
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={script.script_name}
        note={script.issues.join(" ") || null}
        actions={<ButtonLink href={`/scripts/${slug}/`}>Open its form</ButtonLink>}
      />
      <ScriptTabs slug={slug} current="script" />
      {found.version ? (
        <Section title="Doctor">
          <DoctorFindings
            report={toDoctorReport(
              { spec: found.version.spec, durationMs: 0, isolationLevel: 0 },
              found.version.unfitting,
            )}
          />
        </Section>
      ) : null}
      <Section title="Versions">
        <VersionTable slug={slug} versions={script.versions} action={changeVersionAction} />
        <UploadScripts groups={[]} name={script.script_name} />
      </Section>
      <Section title="Details">
        <ScriptDetailsForm script={script} action={saveScriptAction} />
      </Section>
    </PageFrame>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="border-b border-line pb-1 text-16 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
