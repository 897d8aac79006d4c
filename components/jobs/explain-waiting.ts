import type { NextStart } from "@/server/jobs/next-start";
import { formatBytes, formatDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import type { WorkerNeeds } from "@/server/workers/needs";
import type { Waiting } from "@/server/workers/queue";

/** Why a job waits and when it should start. */
export function explainWaiting({ reason, position, startsInSeconds, limit = 0, needs = {} }: Waiting): string {
  if (reason === "no_worker")
    return t("No worker is running. The job starts when one is. Contact the administrator of this site.");
  if (reason === "no_matching_worker") return explainNeeds(needs);
  if (reason === "next") return t("A worker is about to start the job.");
  if (reason === "script_limit")
    return t(
      "{count, plural, one {This script runs one job at a time. This job starts when the running one ends.} other {This script runs at most # jobs at a time. This job starts when one of them ends.}}",
      { count: limit },
    );
  if (reason === "user_limit")
    return t(
      "{count, plural, one {Each person can run one job at a time. This job starts when the running one ends.} other {Each person can run at most # jobs at a time. This job starts when one of them ends.}}",
      { count: limit },
    );
  const sentences = [t("All workers are busy."), explainPosition(position)];
  if (startsInSeconds !== null)
    sentences.push(t("It should start in about {time}.", { time: roughly(startsInSeconds) }));
  return sentences.join(" ");
}

/** Names the tags first, because they say most about where a job can run. */
function explainNeeds({ workerTags = [], gpus = 0, requestedCpus = 0, requestedMemoryBytes = 0 }: WorkerNeeds): string {
  const online = [
    workerTags.length > 0
      ? t(
          "{count, plural, one {No worker with the tag {tags} is online.} other {No worker with the tags {tags} is online.}}",
          {
            count: workerTags.length,
            tags: workerTags.join(", "),
          },
        )
      : t("No worker that can run the job is online."),
  ];
  if (gpus > 0)
    online.push(t("{count, plural, one {The job needs # GPU.} other {The job needs # GPUs.}}", { count: gpus }));
  if (requestedCpus > 0)
    online.push(
      t("{count, plural, one {The job needs # processor.} other {The job needs # processors.}}", {
        count: requestedCpus,
      }),
    );
  if (requestedMemoryBytes > 0)
    online.push(t("The job needs {size} of memory.", { size: formatBytes(requestedMemoryBytes) }));
  return online.join(" ");
}

function explainPosition(position: number): string {
  if (position > 1000) return t("More than {count, number} jobs are ahead of it.", { count: 1000 });
  return position === 1 ? t("It is next in line.") : t("It is number {number} in line.", { number: position });
}

/** "starts now", "3 jobs are ahead of it": what a job that is submitted now has to wait for. */
export function explainStart({ when, waiting }: NextStart): string {
  if (when === "no_worker") return t("waits until a worker starts");
  if (when === "now") return t("starts now");
  if (waiting === 0) return t("waits for a job to end");
  if (waiting >= 1000) return t("{count, number} or more jobs are ahead of it", { count: 1000 });
  return t("{count, plural, one {# job is ahead of it} other {# jobs are ahead of it}}", { count: waiting });
}

function roughly(seconds: number): string {
  return formatDuration(
    seconds < 60 ? Math.max(10, Math.round(seconds / 10) * 10) * 1000 : Math.round(seconds / 60) * 60_000,
  );
}
