import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { listFailedBuilds, type ShownEnvironment } from "@/server/environments/overview";
import { type FailingScript, listFailingScripts } from "@/server/jobs/failing-scripts";
import { findDiskSpace } from "@/server/settings/machine";
import { findCapacity } from "./list";

/** What staff should repair. */
export interface Attention {
  hasNoWorker: boolean;
  /** The free space on the disk of the data folder if it is not enough; null if it is. */
  lowDiskBytes: number | null;
  failingScripts: FailingScript[];
  /** At most five. */
  failedBuilds: ShownEnvironment[];
}

/** What needs the attention of staff; null if nothing does. @throws unauthenticated, forbidden unless staff */
export async function findAttention(actor: Actor): Promise<Attention | null> {
  requireStaffReader(actor);
  const [{ workers }, failingScripts, failedBuilds] = await Promise.all([
    findCapacity(),
    listFailingScripts(actor),
    listFailedBuilds(actor),
  ]);
  const { freeBytes, isEnough } = findDiskSpace();
  if (workers > 0 && isEnough && failingScripts.length === 0 && failedBuilds.length === 0) return null;
  return {
    hasNoWorker: workers === 0,
    lowDiskBytes: isEnough ? null : freeBytes,
    failingScripts,
    failedBuilds: failedBuilds.slice(0, 5),
  };
}
