import { notFound } from "next/navigation";
import { ScriptRulesForm } from "@/components/manage/script-rules-form";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { PageFrame } from "@/components/shell/page-frame";
import { fill } from "@/components/ui/fill";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listUserGroups } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { findScript } from "@/server/scripts/queries";
import { getScriptRules } from "@/server/scripts/rules";
import { listWorkers } from "@/server/workers/list";
import { saveScriptRulesAction } from "../actions";
import { limitFields, needFields } from "./limit-fields";

export const generateMetadata = () => ({ title: t("Limits and access") });

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
            "{count, plural, one {Only staff can use this script: {names} has no members yet.} other {Only staff can use this script: {names} have no members yet.}}",
            { count: groups.length, names },
          )}
        </Notice>
      ) : null}
      <ScriptRulesForm
        slug={slug}
        rules={rules}
        limits={limitFields(rules.limits)}
        needs={needFields(rules.limits)}
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

/** The isolation level of the script's jobs, given the levels of the workers that are online. */
function isolationText(requested: number | null, levels: number[]): string {
  if (levels.length === 0) return t("No worker is online, so its isolation level is not known.");
  if (requested !== null && requested > Math.max(...levels))
    return t("No worker supports level {level}, so its jobs are not started.", { level: requested });
  const level = requested ?? Math.min(...levels);
  return level < 2
    ? t("Its jobs run at isolation level {level} of 3, which cannot block network access.", { level })
    : t("Its jobs run at isolation level {level} of 3.", { level });
}
