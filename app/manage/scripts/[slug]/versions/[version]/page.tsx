import { notFound } from "next/navigation";
import { DoctorFindings } from "@/components/manage/doctor-findings";
import { ScriptContentsText } from "@/components/manage/script-contents-text";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { VersionActions } from "@/components/manage/version-actions";
import { VersionBadge } from "@/components/manage/version-badge";
import { versionPath } from "@/components/scripts/versions-menu";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { toDoctorReport } from "@/server/introspection/doctor";
import { t } from "@/server/language/text";
import { COUNT_MAX, countScriptContents } from "@/server/scripts/delete";
import { findScript, findVersion } from "@/server/scripts/queries";
import { versionLabel } from "@/server/scripts/version-string";
import { changeVersionAction, deleteVersionAction } from "../../actions";

export const generateMetadata = () => ({ title: t("Version") });

export default async function VersionPage({ params }: PageProps<"/manage/scripts/[slug]/versions/[version]">) {
  const [{ slug, version: id }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const [script, version] = await Promise.all([
    findScript(actor, slug),
    findVersion(actor, slug, { versionId: /^\d{1,9}$/.test(id) ? Number(id) : 0 }),
  ]);
  if (!script || !version) notFound();
  const contents = await countScriptContents(actor, slug, version.id);
  const before = script.versions[script.versions.findIndex((one) => one.id === version.id) + 1];
  const label = versionLabel(version);
  return (
    <PageFrame narrow className="gap-6">
      <PageHeader
        title={`${script.name} ${label}`}
        lead={<VersionBadge isDefault={version.isDefault} isActive={version.isActive} />}
        note={version.filename}
        actions={
          <>
            {before ? (
              <ButtonLink href={`/manage/scripts/${slug}/versions/diff?from=${before.id}&to=${version.id}`}>
                {t("Compare with {version}", { version: versionLabel(before) })}
              </ButtonLink>
            ) : null}
            <ButtonLink href={versionPath(slug, version)}>{t("Try it")}</ButtonLink>
          </>
        }
      />
      <ScriptTabs slug={slug} current="script" />
      {version.isDefault ? null : (
        <Notice>
          {script.version
            ? t("Users currently run {version}.", { version: versionLabel(script.version) })
            : t("Users cannot run any version at the moment.")}{" "}
          {t("Review what Wooey found in this version, try it, and make it the default.")}
        </Notice>
      )}
      <VersionActions slug={slug} version={version} action={changeVersionAction} />
      <Section title={t("Doctor")}>
        <DoctorFindings
          report={toDoctorReport({ spec: version.spec, durationMs: 0, isolationLevel: 0 }, version.outdated)}
        />
      </Section>
      <Section title={t("Delete")}>
        <ConfirmDialog
          id="delete-version"
          open={t("Delete version…")}
          title={t("Delete {name}?", { name: label })}
          button={t("Delete version")}
          action={deleteVersionAction}
          fields={{ slug, version: version.id }}
        >
          <ScriptContentsText contents={contents} countMax={COUNT_MAX} slug={slug} />
        </ConfirmDialog>
      </Section>
    </PageFrame>
  );
}
