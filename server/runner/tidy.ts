import { removeOldEnvironments } from "@/server/environments/folder";
import { removeLeftovers } from "./orphans";

const TIDY_MS = 3_600_000;
/** After a failure, such as a database that was away just then; each time twice as long. */
const RETRY_MS = 5_000;

/** Removes what runs and environments have left behind: now, every hour, and sooner where it failed. */
export function startTidying(onError: (error: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let retryMs = RETRY_MS;
  const tidy = async () => {
    const tried = await Promise.allSettled([removeLeftovers(), removeOldEnvironments()]);
    const failures = tried.filter((each) => each.status === "rejected");
    for (const { reason } of failures) onError(reason);
    if (isStopped) return;
    timer = setTimeout(tidy, failures.length > 0 ? retryMs : TIDY_MS);
    retryMs = failures.length > 0 ? Math.min(retryMs * 2, TIDY_MS) : RETRY_MS;
  };
  void tidy();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
