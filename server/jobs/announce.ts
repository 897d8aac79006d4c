import { pg } from "@/db/client";
import { liveChannel } from "./live-channel";
import { jobsChannel } from "./queue";

// On globalThis, because Next gives route handlers copies of a module.
const holder = globalThis as { wooeyAnnouncements?: { ids: number[]; isSending: boolean } };

/**
 * Notifies workers and open pages of a committed job, in one statement with those that are committed while
 * the one before is on its way. It is no part of the commit: PostgreSQL lets transactions with a NOTIFY commit only one
 * after the other, each after the disk has written the one before. A notification may be lost with this process; the
 * heartbeats of workers then find the job.
 */
export function announceJob(id: number): void {
  holder.wooeyAnnouncements ??= { ids: [], isSending: false };
  holder.wooeyAnnouncements.ids.push(id);
  if (!holder.wooeyAnnouncements.isSending) void sendAll(holder.wooeyAnnouncements);
}

async function sendAll(announcements: { ids: number[]; isSending: boolean }): Promise<void> {
  announcements.isSending = true;
  while (announcements.ids.length > 0) await send(announcements.ids.splice(0)).catch(logFailure);
  announcements.isSending = false;
}

async function send(ids: number[]): Promise<void> {
  const notifications = [
    { channel: jobsChannel, payload: String(ids.at(-1)) },
    ...ids.map((id) => ({ channel: liveChannel, payload: `${id}:status` })),
  ];
  await pg`
    select pg_notify(channel, payload)
    from unnest(${notifications.map(({ channel }) => channel)}::text[], ${notifications.map(({ payload }) => payload)}::text[])
      as notification (channel, payload)`;
}

function logFailure(error: unknown): void {
  console.error("Submitted jobs could not be announced; they start after a moment:", error);
}
