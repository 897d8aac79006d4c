import type { NextStart } from "@/server/jobs/next-start";
import type { Waiting } from "@/server/workers/queue";
import { formatDuration } from "../ui/format";

/** Why a job waits and until when, in one sentence. */
export function explainWaiting({ reason, position, startsInSeconds, limit = 0 }: Waiting): string {
  if (reason === "no_worker") return "No worker is running: it starts when one is. Ask whoever runs this site.";
  if (reason === "next") return "A worker is about to take it up.";
  const atATime = limit === 1 ? "only one at a time" : `only ${limit} at a time`;
  if (reason === "script_limit") return `Jobs of this script run ${atATime}. It starts after one that runs now.`;
  if (reason === "user_limit") return `Each person's jobs run ${atATime}. It starts after one that runs now.`;
  const place =
    position > 1000 ? "More than 1,000 jobs are before it" : position === 1 ? "It is next" : `It is number ${position}`;
  const when = startsInSeconds === null ? "" : ` It should start in about ${roughly(startsInSeconds)}.`;
  return `All workers are busy. ${place}${position > 1000 ? "" : " in line"}.${when}`;
}

/** "starts now", "3 jobs are before it": what a job that is submitted now has to wait for. */
export function explainStart({ when, waiting }: NextStart): string {
  if (when === "no_worker") return "waits until a worker is started";
  if (when === "now") return "starts now";
  if (waiting === 0) return "waits for a job to end";
  return waiting === 1 ? "1 job is before it" : `${waiting >= 1000 ? "1,000 or more" : waiting} jobs are before it`;
}

function roughly(seconds: number): string {
  return formatDuration(
    seconds < 60 ? Math.max(10, Math.round(seconds / 10) * 10) * 1000 : Math.round(seconds / 60) * 60_000,
  );
}
