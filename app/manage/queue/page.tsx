import { notFound } from "next/navigation";
import { QueueTable, WaitingCounts } from "@/components/manage/queue-table";
import { Refreshing } from "@/components/manage/refreshing";
import { PageFrame } from "@/components/shell/page-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { listQueue, type Queue } from "@/server/workers/queue";

export const metadata = { title: "Queue" };

export default async function QueuePage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const queue = await listQueue(actor);
  const openJobs = "/jobs/?scope=all&status=open";
  return (
    <PageFrame>
      <PageHeader title="Queue" note={summaryOf(queue)} />
      {queue.jobs.length === 0 ? (
        <EmptyState title="Nothing waits">Jobs are listed here while every worker is busy.</EmptyState>
      ) : (
        <>
          <QueueTable jobs={queue.jobs} />
          {queue.waiting > queue.jobs.length ? (
            <p className="text-muted">The first {queue.jobs.length} are shown.</p>
          ) : null}
          <div className="grid gap-4 sm:grid-cols-2">
            <WaitingCounts
              label="By script"
              rows={queue.byScript.map(({ slug, name, waiting }) => ({
                ...{ name, waiting },
                href: `${openJobs}&script=${encodeURIComponent(slug)}`,
              }))}
            />
            <WaitingCounts
              label="By person"
              rows={queue.byUser.map(({ username, waiting }) => ({
                ...{ name: username ?? "visitors", waiting },
                href: username ? `${openJobs}&user=${encodeURIComponent(username)}` : openJobs,
              }))}
            />
          </div>
        </>
      )}
      <Refreshing seconds={5} />
    </PageFrame>
  );
}

function summaryOf({ waiting, running, slots, workers }: Queue): string {
  const wait = waiting >= 1000 ? "1,000 or more wait" : waiting === 1 ? "1 waits" : `${waiting} wait`;
  const online = workers === 1 ? "1 worker is" : `${workers} workers are`;
  return `${running} of ${slots} places at work · ${wait} · ${online} online`;
}
