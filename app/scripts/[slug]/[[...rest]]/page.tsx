import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { toForm } from "@/command-line/form";
import { initialEntries } from "@/components/fields/field-data";
import { explainStart } from "@/components/jobs/explain-waiting";
import { NoScriptNotice, TestRunNotice } from "@/components/scripts/form-notices";
import { PasteCommand } from "@/components/scripts/paste-command";
import { RecentRuns } from "@/components/scripts/recent-runs";
import { ScriptForm } from "@/components/scripts/script-form";
import { ScriptHeader } from "@/components/scripts/script-header";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { isStaff, userOf } from "@/server/auth/actor";
import { currentOrigin, getActor } from "@/server/auth/current";
import { readQuery, toSearchParams } from "@/server/http/query";
import { findNextStart } from "@/server/jobs/next-start";
import { findUsualSeconds } from "@/server/jobs/queries";
import { listRecentRuns } from "@/server/jobs/recent-runs";
import { formatDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import { evaluateForm } from "@/server/scripts/evaluate-form";
import { findScript, findVersion, mayRunScript } from "@/server/scripts/queries";
import { toggleFavoriteAction } from "../../../actions";
import { signInHereAction } from "../../../login/actions";
import { loadCommandFields, loadDraftFields, loadSpec } from "../actions";
import { fillForm, formQuery } from "../fill";
import { FormFields } from "../form-fields";
import { describeForm, formPathOf, readFormPath } from "../form-path";

type Props = PageProps<"/scripts/[slug]/[[...rest]]">;

/** One query for the title and the page. */
const findScriptOnce = cache(findScript);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, rest } = await params;
  const script = await findScriptOnce(await getActor(), slug);
  return script ? describeForm(script, rest) : {};
}

export default async function ScriptPage({ params, searchParams }: Props) {
  const [{ slug, rest }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  const path = readFormPath(rest);
  const script = path && (await findScriptOnce(actor, slug));
  if (!script) notFound();
  const version = path.version === undefined ? script.version : ((await findVersion(actor, slug, path)) ?? notFound());
  const header = (
    <ScriptHeader
      script={script}
      version={version}
      favoriteAction={userOf(actor) ? toggleFavoriteAction : null}
      mayManage={isStaff(actor)}
      job={path.job}
    />
  );
  if (!version) {
    return (
      <PageFrame>
        {header}
        <EmptyState title={t("This script has no version to run yet")}>
          {t("A staff member must choose its default version.")}
        </EmptyState>
      </PageFrame>
    );
  }
  const { command = "" } = readQuery(formQuery, search);
  const prefill = await fillForm(actor, version.spec, { job: path.job, search });
  if (!prefill) notFound();
  const [recent, usualSeconds, start, origin] = await Promise.all([
    listRecentRuns(actor, slug, 6),
    findUsualSeconds(version.id),
    findNextStart(actor),
    currentOrigin(),
  ]);
  const isTest = isStaff(actor) && !(version.isActive && (await mayRunScript(actor, script.id)));
  const user = userOf(actor);
  const query = toSearchParams(search).toString();
  const initial = initialEntries(toForm(version.spec), prefill);
  const link = { slug, versionId: version.id, filename: version.filename, path: formPathOf(slug, version) };
  const usual = usualSeconds === null ? [] : [t("usually {time}", { time: formatDuration(usualSeconds * 1000) })];
  return (
    <PageFrame>
      {header}
      {isTest ? <TestRunNotice isOff={!version.isActive || !script.isActive} /> : null}
      <ScriptForm
        key={`${version.id} ${path.job ?? ""} ${query}`}
        script={link}
        isPrefilled={path.job !== undefined || query !== ""}
        openedBy={user && { id: user.id, username: user.username }}
        signIn={signInHereAction}
        loadSpec={loadSpec.bind(null, slug, version.id)}
        loadCommandFields={loadCommandFields.bind(null, slug, version.id)}
        loadDraftFields={loadDraftFields.bind(null, slug, version.id)}
        preview={evaluateForm(version.spec, initial, { ...link, origin }).preview}
        note={[...usual, explainStart(start)].join(" · ")}
        aside={
          <>
            <NoScriptNotice />
            <PasteCommand path={link.path} command={command} error={prefill.commandError} />
            <RecentRuns slug={slug} runs={recent} />
          </>
        }
      >
        <FormFields scriptName={script.name} version={version} prefill={prefill} />
      </ScriptForm>
    </PageFrame>
  );
}
