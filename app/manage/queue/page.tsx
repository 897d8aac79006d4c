import { notFound } from "next/navigation";
import { AutoRefresh } from "@/components/manage/auto-refresh";
import { QueueTable, WaitingCounts } from "@/components/manage/queue-table";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { listQueue, type Queue } from "@/server/workers/queue";

export const generateMetadata = () => ({ title: t("Queue") });

export default async function QueuePage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const queue = await listQueue(actor);
  const openJobs = "/jobs/?scope=all&status=open";
  return (
    <PageFrame>
      <PageHeader title={t("Queue")} note={summaryOf(queue)} />
      {queue.jobs.length === 0 ? (
        <EmptyState title={t("No waiting jobs")}>{t("Jobs appear here while all workers are busy.")}</EmptyState>
      ) : (
        <>
          <p className="max-w-prose text-muted">
            {t(
              "People take turns: first comes a job of whoever has the fewest jobs running, then of whoever has waited longest for a turn. Visitors of the same network count as one person.",
            )}
          </p>
          <QueueTable jobs={queue.jobs} />
          {queue.waiting > queue.jobs.length ? (
            <p className="text-muted">{t("Only the first {count} are shown.", { count: queue.jobs.length })}</p>
          ) : null}
          <div className="grid gap-4 sm:grid-cols-2">
            <WaitingCounts
              label={t("By script")}
              rows={queue.byScript.map(({ slug, name, waiting }) => ({
                name,
                waiting,
                href: `${openJobs}&script=${encodeURIComponent(slug)}`,
              }))}
            />
            <WaitingCounts
              label={t("By person")}
              rows={queue.byUser.map(({ username, waiting }) => ({
                name: username ?? t("visitors"),
                waiting,
                href: username ? `${openJobs}&user=${encodeURIComponent(username)}` : openJobs,
              }))}
            />
          </div>
        </>
      )}
      <AutoRefresh seconds={5} />
    </PageFrame>
  );
}

function summaryOf({ waiting, running, slots, workers }: Queue): string {
  const few = t("{count, plural, one {# waiting} other {# waiting}}", { count: waiting });
  return [
    t("{slots, plural, one {{count} of # slot in use} other {{count} of # slots in use}}", { count: running, slots }),
    waiting >= 1000 ? t("{count, number} or more waiting", { count: 1000 }) : few,
    t("{count, plural, one {# worker is online} other {# workers are online}}", { count: workers }),
  ].join(" · ");
}
