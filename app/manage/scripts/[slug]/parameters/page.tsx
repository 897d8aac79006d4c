import { notFound } from "next/navigation";
import { z } from "zod";
import { toParameterRows } from "@/components/manage/parameter-rows";
import { ParameterTable } from "@/components/manage/parameter-table";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { type CorrectedScript, getCorrectedScript } from "@/server/scripts/corrections";
import { findScript } from "@/server/scripts/queries";
import { OneParameter } from "./one-parameter";
import { ResetCorrection } from "./reset-correction";

export const generateMetadata = () => ({ title: t("Parameters") });

const parametersQuery = z.object({ edit: z.string().optional() });

export default async function ParametersPage({ params, searchParams }: PageProps<"/manage/scripts/[slug]/parameters">) {
  const [{ slug }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  if (!isStaff(actor)) notFound();
  const found = await findScript(actor, slug);
  if (!found) notFound();
  const script = found.version && (await getCorrectedScript(actor, slug));
  const path = readQuery(parametersQuery, search).edit;
  return (
    <PageFrame narrow={path === undefined} className="gap-6">
      <PageHeader
        title={found.name}
        actions={
          script ? (
            <a href={`/manage/scripts/${slug}/form.yaml`} download className="text-accent underline">
              {t("Download as form file")}
            </a>
          ) : null
        }
      />
      <ScriptTabs slug={slug} current="parameters" />
      <Contents slug={slug} script={script} path={path} />
    </PageFrame>
  );
}

interface ContentsProps {
  slug: string;
  /** Null if the script has no default version. */
  script: CorrectedScript | null;
  /** The parameter to correct; undefined for the list of all. */
  path: string | undefined;
}

function Contents({ slug, script, path }: ContentsProps) {
  if (script === null) {
    return (
      <EmptyState title={t("This script has no default version")}>
        {t("The parameters of a script are those of its default version.")}
      </EmptyState>
    );
  }
  if (path === undefined) return <AllParameters slug={slug} script={script} />;
  return <OneParameter slug={slug} script={script} path={path} />;
}

function AllParameters({ slug, script }: { slug: string; script: CorrectedScript }) {
  const corrected = new Set(script.corrections.map((one) => one.path));
  const rows = toParameterRows(script.spec, corrected);
  const outdatedPaths = [...corrected].filter((path) => !rows.some((row) => row.path === path));
  return (
    <>
      {script.outdated.length > 0 ? (
        <Notice kind="warning">
          {script.outdated.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      ) : null}
      {outdatedPaths.map((path) => (
        <ResetCorrection key={path} slug={slug} path={path} />
      ))}
      {rows.length > 0 ? (
        <ParameterTable slug={slug} rows={rows} />
      ) : (
        <EmptyState title={t("No parameters")}>{t("The script runs without parameters.")}</EmptyState>
      )}
    </>
  );
}
