import type { DescribeReport } from "@/command-line/spec";
import { pg } from "@/db/client";
import { StartError } from "@/server/errors";
import { describeScript } from "@/server/introspection/describe";
import { phrase } from "@/server/language/text";
import { findPython } from "@/server/sandbox/level";
import { DESCRIBED_CHANNEL } from "@/server/scripts/describe-upload";
import { StorageError } from "@/server/storage/content-store";
import { localFileOf } from "@/server/storage/store";
import { isOnline } from "@/server/workers/online";
import { describeWithDependencies } from "./describe-with-dependencies";

/** How many uploaded scripts this worker reads at the same time, not counting the jobs that it runs. */
const SLOTS = 2;

/** SQL: whether a script waits to be read. A cheap condition for the heartbeat. */
export const descriptionsWait = () => pg`exists (select 1 from descriptions where status = 'queued')`;

/** Claims descriptions whenever it is woken. */
export interface Describer {
  wake(): void;
  /** Resolves when no description is in progress. */
  stop(): Promise<void>;
}

/** Reads uploaded scripts: stores the reports and notifies the requests that wait for them. */
export function startDescriber(workerId: string, onLog: (line: string) => void): Describer {
  const working = new Set<Promise<void>>();
  let isStopped = false;
  const stopping = new AbortController();
  const claimDescriptions = async () => {
    while (!isStopped && working.size < SLOTS) {
      const claimed = await claim(workerId);
      if (!claimed) return;
      const work = answer(claimed, stopping.signal, onLog)
        .catch((error) => onLog(`Describing ${claimed.filename}: ${error instanceof Error ? error.message : error}`))
        .finally(() => {
          working.delete(work);
          wake();
        });
      working.add(work);
    }
  };
  const wake = () => void claimDescriptions().catch((error) => onLog(`Descriptions: ${error.message}`));
  return {
    wake,
    stop: async () => {
      isStopped = true;
      stopping.abort();
      await Promise.all(working);
    },
  };
}

interface Claimed {
  id: string;
  sha256: string;
  filename: string;
  ignoreBadImports: boolean;
}

async function claim(workerId: string): Promise<Claimed | null> {
  const [row] = await pg<Claimed[]>`
    with chosen as materialized (
      select id from descriptions where status = 'queued' order by created_at limit 1 for update skip locked)
    update descriptions set status = 'running', worker_id = ${workerId} where id in (select id from chosen)
    returning id, sha256, filename, ignore_bad_imports as "ignoreBadImports"`;
  return row ?? null;
}

async function answer(request: Claimed, signal: AbortSignal, onLog: (line: string) => void): Promise<void> {
  const report = await describeOrExplain(request, signal, onLog);
  const json = pg.json(report as never); // The driver's type does not accept interfaces, although they are JSON.
  await pg`
    with done as (
      update descriptions set status = 'done', ended_at = now(), report = ${json}
      where id = ${request.id} returning id)
    select pg_notify(${DESCRIBED_CHANNEL}, id::text) from done`;
}

/**
 * Describes a script and always returns a report, so that the request gets an answer. An exception is a bug: the report
 * mentions it, and only the log contains the details.
 */
async function describeOrExplain(
  request: Claimed,
  signal: AbortSignal,
  onLog: (line: string) => void,
): Promise<DescribeReport> {
  const startedAt = performance.now();
  try {
    const report = await describeScript({
      file: await localFileOf(request.sha256),
      filename: request.filename,
      python: (await findPython()).path,
      ignoreBadImports: request.ignoreBadImports,
    });
    return await describeWithDependencies(request, report, signal);
  } catch (error) {
    onLog(`Describing ${request.filename}: ${error instanceof Error ? error.stack : error}`);
    const durationMs = Math.round(performance.now() - startedAt);
    return { spec: null, error: { code: "internal", message: explain(error) }, durationMs, isolationLevel: 0 };
  }
}

function explain(error: unknown): string {
  if (error instanceof StorageError) return phrase("The storage of this site is not available. Try again later.");
  // The machine cannot isolate scripts as required, or has no Python.
  if (error instanceof StartError)
    return phrase("The script was not read because this machine cannot run scripts. Manage, Workers says why.");
  return phrase("The script could not be read because of an error in Wooey. The worker's log has the details.");
}

/** Returns the descriptions of dead workers to the queue. */
export async function requeueDescriptions(): Promise<void> {
  await pg`
    update descriptions set status = 'queued', worker_id = null
    where status = 'running' and not exists (
      select 1 from workers where workers.id = worker_id and ${isOnline()})`;
}
