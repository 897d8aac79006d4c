import { notFound } from "next/navigation";
import { type LimitField, ScriptRulesForm } from "@/components/manage/script-rules-form";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { PageFrame } from "@/components/shell/page-frame";
import { fill } from "@/components/ui/fill";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import type { ScriptLimits } from "@/db/schema";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { listUserGroups } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { findScript } from "@/server/scripts/queries";
import { getScriptRules } from "@/server/scripts/rules";
import { listWorkers } from "@/server/workers/list";
import { saveScriptRulesAction } from "../actions";

export const generateMetadata = () => ({ title: t("Limits and access") });

const MB = 1024 ** 2;

export default async function ScriptLimitsPage({ params }: PageProps<"/manage/scripts/[slug]/limits">) {
  const [{ slug }, actor] = await Promise.all([params, getActor()]);
  if (!isStaff(actor)) notFound();
  const script = await findScript(actor, slug);
  if (!script) notFound();
  const [rules, userGroups, workers] = await Promise.all([
    getScriptRules(actor, slug),
    listUserGroups(actor),
    listWorkers(actor),
  ]);
  const { groups, byScriptGroup } = rules.access;
  const names = groups.map((group) => group.name).join(", ");
  const levels = workers.filter((worker) => worker.isOnline).map((worker) => worker.isolationLevel);
  return (
    <PageFrame narrow className="gap-6">
      <PageHeader title={script.name} />
      <ScriptTabs slug={slug} current="limits" />
      {byScriptGroup ? (
        <Notice kind="warning">
          {fill(
            t("Its script group {group} is restricted to {groups}. This takes precedence over the selection below."),
            {
              group: (
                <Link href={`/manage/groups/${rules.group.id}/`} className="underline">
                  {rules.group.name}
                </Link>
              ),
              groups: names,
            },
          )}
        </Notice>
      ) : null}
      {groups.length > 0 && groups.every((group) => group.isEmpty) ? (
        <Notice kind="warning">
          {t(
            "{count, plural, one {Nobody but staff can use it: {names} has no members yet.} other {Nobody but staff can use it: {names} have no members yet.}}",
            { count: groups.length, names },
          )}
        </Notice>
      ) : null}
      <ScriptRulesForm
        slug={slug}
        rules={rules}
        limits={limitFields(rules.limits)}
        workerLevels={levels}
        userGroups={userGroups}
        action={saveScriptRulesAction}
      />
      <p className="text-muted">
        {isolationText(rules.isolationLevel, levels)}{" "}
        <Link href="/manage/workers/" className="text-accent underline">
          {t("Workers")}
        </Link>
      </p>
    </PageFrame>
  );
}

/** How its jobs are isolated now, by the levels of the workers that are online. */
function isolationText(own: number | null, levels: number[]): string {
  if (levels.length === 0) return t("No worker is online, so its isolation level is not known.");
  if (own !== null && own > Math.max(...levels))
    return t("No worker supports level {level}, so its jobs are not started.", { level: own });
  const level = own ?? Math.min(...levels);
  return level < 2
    ? t("Its jobs run at isolation level {level} of 3, which cannot block network access.", { level })
    : t("Its jobs run at isolation level {level} of 3.", { level });
}

function limitFields(own: ScriptLimits): LimitField[] {
  const all = env();
  const inMb = (bytes: number | undefined) => (bytes === undefined ? undefined : Math.round(bytes / MB));
  const field = (name: string, label: string, value: number | undefined, instance: number | null, help: string) => ({
    ...{ name, label, own: value, instance, help },
  });
  const { WOOEY_LIMIT_RUN_SECONDS: run, WOOEY_LIMIT_CPU_SECONDS: cpu, WOOEY_LIMIT_JOB_FOLDER: folder } = all;
  return [
    field("runSeconds", t("Run time (s)"), own.runSeconds, run, t("A job that runs longer is stopped.")),
    field("cpuSeconds", t("CPU time (s)"), own.cpuSeconds, cpu, t("Of all processes together.")),
    field(
      "memoryMb",
      t("Memory (MB)"),
      inMb(own.memoryBytes),
      all.WOOEY_LIMIT_MEMORY / MB,
      t("Of all processes together."),
    ),
    field(
      "jobFolderMb",
      t("Files (MB)"),
      inMb(own.jobFolderBytes),
      folder / MB,
      t("How much a job may write to its folder."),
    ),
    field(
      "processes",
      t("Processes"),
      own.processes,
      all.WOOEY_LIMIT_PROCESSES,
      t("At the same time, including threads."),
    ),
    field("openFiles", t("Open files"), own.openFiles, all.WOOEY_LIMIT_OPEN_FILES, t("At the same time, per process.")),
    field(
      "concurrent",
      t("Concurrent jobs"),
      own.concurrent,
      null,
      t("More jobs wait; jobs of other scripts can run first."),
    ),
  ];
}
