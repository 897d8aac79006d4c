import { pg } from "@/db/client";
import { env } from "@/server/env";
import { type AppError, limitReached } from "@/server/errors";
import { t } from "@/server/language/text";
import type { Actor } from "./actor";

/**
 * Counts one attempt under `key` in a window that starts with the first attempt. All web processes share the count.
 * @throws limit with the seconds to wait if there were more than `pointsMax` in `windowSeconds`.
 */
export async function takeAttempt(key: string, pointsMax: number, windowSeconds: number): Promise<void> {
  const { points, waitSeconds } = await countAttempt(key, windowSeconds);
  if (points > pointsMax) throw tooManyAttempts(waitSeconds);
}

/** Counts one attempt under `key`, and returns how many there are in its window, and how long the window lasts. */
export async function countAttempt(
  key: string,
  windowSeconds: number,
): Promise<{ points: number; waitSeconds: number }> {
  // Not synced: losing a count in a power cut does no harm, and all attempts with a key would wait for each other's
  // commit.
  const [row] = await pg<{ points: number; waitSeconds: number }[]>`
    insert into attempts as a (key, points, window_ends_at)
    select ${key.slice(0, 300)}, 1, now() + make_interval(secs => ${windowSeconds})
    from set_config('synchronous_commit', 'off', true)
    on conflict (key) do update set
      points = case when a.window_ends_at <= now() then 1 else a.points + 1 end,
      window_ends_at = case when a.window_ends_at <= now() then excluded.window_ends_at else a.window_ends_at end
    returning points, greatest(1, ceil(extract(epoch from window_ends_at - now())))::int as "waitSeconds"`;
  if (!row) throw new Error("The attempt was not counted.");
  return row;
}

/** The error that tells a person how long to wait. */
export function tooManyAttempts(seconds: number): AppError {
  const message = t(
    "{seconds, plural, one {Too many attempts. Try again in # second.} other {Too many attempts. Try again in # seconds.}}",
    { seconds },
  );
  return limitReached(message, seconds);
}

/**
 * Counts one submission or upload of the actor: by key, by user, or by the address of an anonymous visitor.
 * @throws limit (WOOEY_LIMIT_SUBMITS_PER_SECOND)
 */
export async function takeSubmission(actor: Actor): Promise<void> {
  await takeAttempt(`submit:${senderOf(actor)}`, env().WOOEY_LIMIT_SUBMITS_PER_SECOND, 1);
}

function senderOf(actor: Actor): string {
  if (actor.kind === "apiKey") return `key:${actor.apiKeyId}`;
  if (actor.kind === "user") return `user:${actor.user.id}`;
  return `address:${actor.kind === "anonymous" ? (actor.address ?? "") : ""}`;
}

/** Uncounts one attempt, because it succeeded. */
export async function returnAttempt(key: string): Promise<void> {
  await pg`update attempts set points = points - 1 where key = ${key.slice(0, 300)} and points > 0`;
}

/** Removes the counts whose window ended more than an hour ago. */
export async function forgetOldAttempts(): Promise<void> {
  await pg`delete from attempts where window_ends_at < now() - interval '1 hour'`;
}
