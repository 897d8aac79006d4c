import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { toForm } from "@/command-line/form";
import { startEntries } from "@/components/fields/field-data";
import { FormSections } from "@/components/fields/form-sections";
import { explainStart } from "@/components/jobs/explain-waiting";
import { evaluate } from "@/components/scripts/form-logic";
import { Refusals, TestRunNotice } from "@/components/scripts/form-notices";
import { FormSearch } from "@/components/scripts/form-search";
import { JobNameFields } from "@/components/scripts/job-name-fields";
import { PasteCommand } from "@/components/scripts/paste-command";
import { RecentRuns } from "@/components/scripts/recent-runs";
import { ScriptForm } from "@/components/scripts/script-form";
import { ScriptHeader } from "@/components/scripts/script-header";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { isStaff, userOf } from "@/server/auth/actor";
import { currentOrigin, getActor } from "@/server/auth/current";
import { findNextStart } from "@/server/jobs/next-start";
import { findUsualSeconds } from "@/server/jobs/queries";
import { listRecentRuns } from "@/server/jobs/recent-runs";
import { formatDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import { findScript, findVersion, mayRunScript } from "@/server/scripts/queries";
import { toggleFavoriteAction } from "../../../actions";
import { drawCommand, loadSpec } from "../actions";
import { fillForm } from "../fill";
import { formPathOf, readFormPath } from "../form-path";

type Props = PageProps<"/scripts/[slug]/[[...rest]]">;

/** Forms above this open with everything folded but what is required. */
const longForm = 25;
/** And forms above this are drawn a sub-command at a time. */
const largeForm = 150;

/** Once for the title and the page. */
const findScriptOnce = cache(findScript);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const script = await findScriptOnce(await getActor(), (await params).slug);
  return script ? { title: script.name, description: script.description } : {};
}

export default async function ScriptPage({ params, searchParams }: Props) {
  const [{ slug, rest }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  const path = readFormPath(rest);
  const script = path && (await findScriptOnce(actor, slug));
  if (!script) notFound();
  const version = path.version === undefined ? script.version : await findVersion(actor, slug, path);
  if (path.version !== undefined && !version) notFound();
  const header = (
    <ScriptHeader
      {...{ script, version }}
      favoriteAction={userOf(actor) ? toggleFavoriteAction : null}
      mayManage={isStaff(actor)}
      job={path.job}
    />
  );
  if (!version) {
    return (
      <PageFrame>
        {header}
        <EmptyState title={t("This script has no version to run")}>
          {t("A member of staff has to choose its default version.")}
        </EmptyState>
      </PageFrame>
    );
  }
  const searched = toUrlSearch(search);
  const filled = await fillForm(actor, version.spec, { job: path.job, search: searched });
  if (!filled) notFound();
  const [recent, usualSeconds, start, origin] = await Promise.all([
    listRecentRuns(actor, slug, 6),
    findUsualSeconds(version.id),
    findNextStart(),
    currentOrigin(),
  ]);
  const isTest = isStaff(actor) && !(version.isActive && (await mayRunScript(actor, script.id)));
  const form = toForm(version.spec);
  const formPath = formPathOf(slug, version);
  const link = { slug, versionId: version.id, filename: version.filename, path: formPath };
  const usual = usualSeconds === null ? [] : [t("usually {time}", { time: formatDuration(usualSeconds * 1000) })];
  return (
    <PageFrame>
      {header}
      {isTest ? <TestRunNotice isOff={!version.isActive || !script.isActive} /> : null}
      <ScriptForm
        key={`${version.id} ${path.job ?? ""} ${searched}`}
        script={link}
        action={`/scripts/${slug}/run`}
        loadSpec={loadSpec.bind(null, slug, version.id)}
        drawCommand={drawCommand.bind(null, slug, version.id)}
        preview={evaluate(version.spec, startEntries(form, filled), { ...link, origin }).preview}
        note={[...usual, explainStart(start)].join(" · ")}
        aside={
          <>
            <PasteCommand path={formPath} command={searched.get("command") ?? ""} error={filled.commandError} />
            <RecentRuns slug={slug} runs={recent} />
          </>
        }
      >
        {filled.refusals.length > 0 ? <Refusals texts={filled.refusals} /> : null}
        <input type="hidden" name="$version" value={version.id} />
        {form.fieldCount > longForm ? <FormSearch count={form.fieldCount} /> : null}
        <FormSections {...{ form, filled }} isLong={form.fieldCount > longForm} isLarge={form.fieldCount > largeForm} />
        {form.fieldCount === 0 ? <p className="text-muted">{t("This script takes no parameters.")}</p> : null}
        <JobNameFields scriptName={script.name} job={filled.job} />
      </ScriptForm>
    </PageFrame>
  );
}

function toUrlSearch(search: Record<string, string | string[] | undefined>): URLSearchParams {
  const all = Object.entries(search).flatMap(([name, value]) =>
    [value ?? []].flat().map((text): [string, string] => [name, text]),
  );
  return new URLSearchParams(all);
}
