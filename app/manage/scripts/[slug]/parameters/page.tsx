import { notFound } from "next/navigation";
import { z } from "zod";
import { labelOf } from "@/command-line/fields";
import { CorrectionForm } from "@/components/manage/correction-form";
import { CorrectionPreview } from "@/components/manage/correction-preview";
import { parameterAt, toParameterRows } from "@/components/manage/parameter-rows";
import { ParameterTable } from "@/components/manage/parameter-table";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { PageFrame } from "@/components/shell/page-frame";
import { ActionForm, SubmitButton } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { type CorrectedScript, getCorrectedScript } from "@/server/scripts/corrections";
import { findScript } from "@/server/scripts/queries";
import { resetCorrectionAction, saveCorrectionAction } from "./actions";

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
      {script === null ? (
        <EmptyState title={t("This script has no default version")}>
          {t("The parameters of a script are those of its default version.")}
        </EmptyState>
      ) : path === undefined ? (
        <AllParameters slug={slug} script={script} />
      ) : (
        <OneParameter slug={slug} script={script} path={path} />
      )}
    </PageFrame>
  );
}

function AllParameters({ slug, script }: { slug: string; script: CorrectedScript }) {
  const corrected = new Set(script.corrections.map((one) => one.path));
  const rows = toParameterRows(script.spec, corrected);
  const gone = [...corrected].filter((path) => !rows.some((row) => row.path === path));
  return (
    <>
      {script.unfitting.length > 0 ? (
        <Notice kind="warning">
          {script.unfitting.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      ) : null}
      {gone.map((path) => (
        <TakeBack key={path} slug={slug} path={path} />
      ))}
      {rows.length > 0 ? (
        <ParameterTable slug={slug} rows={rows} />
      ) : (
        <EmptyState title={t("No parameters")}>{t("The script runs without parameters.")}</EmptyState>
      )}
    </>
  );
}

function OneParameter({ slug, script, path }: { slug: string; script: CorrectedScript; path: string }) {
  const at = parameterAt(script.read, path);
  if (!at) notFound();
  const patch = script.corrections.find((one) => one.path === path)?.patch;
  // A default that has become a secret is not for the browser either.
  const isSecret = parameterAt(script.spec, path)?.parameter.secret;
  const { default: standard, defaultText, ...rest } = at.parameter;
  const parameter = isSecret ? rest : at.parameter;
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-16 font-semibold break-words">{labelOf(at.parameter)}</h2>
        <ButtonLink href={`/manage/scripts/${slug}/parameters/`}>{t("All parameters")}</ButtonLink>
      </div>
      <p className="text-muted">{t("Blank fields keep the script's own settings.")}</p>
      <CorrectionPreview parameter={parameter} group={at.group} patch={patch ?? {}}>
        <CorrectionForm slug={slug} path={path} {...at} patch={patch ?? {}} action={saveCorrectionAction} />
      </CorrectionPreview>
      {patch ? <TakeBack slug={slug} path={path} /> : null}
    </section>
  );
}

function TakeBack({ slug, path }: { slug: string; path: string }) {
  return (
    <ActionForm action={resetCorrectionAction}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="path" value={path} />
      <SubmitButton variant="danger">{t("Reset the correction of {path}", { path })}</SubmitButton>
    </ActionForm>
  );
}
