import { env } from "@/server/env";
import { isAlive, processStat, uptimeSeconds } from "@/server/processes";
import { isBeforeRestart, isSameRealm, type Realm } from "@/server/workers/realm";

/** After this time without a heartbeat, a worker of this realm counts as dead, even if its process exists. */
const HUNG_SECONDS = 15;

/** A running job whose worker may be dead. */
export interface Candidate {
  id: number;
  attempt: number;
  workerId: string | null;
  host: string | null;
  /** What its worker has said about itself; null if there is no such worker, or if it is of an older version. */
  realm: Realm | null;
  pid: number | null;
  pidStart: string | null;
  heartbeatAt: Date | null;
  silentSeconds: number | null;
  /** Whether the lease of its worker has ended, by the clock of the database. */
  isLeaseOver: boolean;
  /** Whether somebody has asked to stop the job, so that it will not start again. */
  isStopRequested: boolean;
}

/** What becomes of a job: another worker of the same realm adopts its run, or the run is lost. */
export type Outcome = "adopt" | "lost";

/** The last heartbeat of each silent worker, and the uptime at which this process first saw it. */
let observed = new Map<string, { beat: number; since: number }>();

/**
 * What becomes of jobs whose workers are dead, by their id. A worker of this realm is dead when its process is gone or
 * hangs. One of another realm must have been silent for as long as its lease takes, both by the clock of the database
 * and by that of this process, because a clock may be changed.
 */
export function findOutcomes(candidates: Candidate[], here: { host: string; realm: Realm }): Map<number, Outcome> {
  observed = observe(candidates);
  const outcomes = new Map<number, Outcome>();
  for (const candidate of candidates) {
    const since = observed.get(candidate.workerId ?? "")?.since ?? 0;
    const outcome = outcomeOf(candidate, here, uptimeSeconds() - since);
    if (outcome) outcomes.set(candidate.id, outcome);
  }
  return outcomes;
}

/** What becomes of one job whose worker this process has seen silent for `watchedSeconds`. */
export function outcomeOf(
  job: Candidate,
  here: { host: string; realm: Realm },
  watchedSeconds: number,
): Outcome | null {
  const silentSeconds = job.silentSeconds ?? Number.POSITIVE_INFINITY;
  const isHung = silentSeconds > HUNG_SECONDS;
  if (isHere(job, here)) return isHung || !isRunning(job) ? "adopt" : null;
  if (job.realm && isBeforeRestart(job.realm, here.realm)) return isHung ? "adopt" : null;
  const isSilent = watchedSeconds > env().WOOEY_TAKEOVER_SECONDS && silentSeconds > env().WOOEY_TAKEOVER_SECONDS;
  if (job.workerId === null) return "lost";
  return isSilent && (job.isLeaseOver || job.isStopRequested) ? "lost" : null;
}

function isHere({ realm, host }: Candidate, here: { host: string; realm: Realm }): boolean {
  return realm === null ? host === here.host : isSameRealm(realm, here.realm);
}

function isRunning({ pid, pidStart }: Candidate): boolean {
  if (pid === null) return false;
  return pidStart === null ? processStat(pid) !== null : isAlive({ pid, start: pidStart });
}

function observe(candidates: Candidate[]): typeof observed {
  return new Map(
    candidates.flatMap(({ workerId, heartbeatAt }) => {
      const beat = heartbeatAt?.getTime() ?? 0;
      const before = observed.get(workerId ?? "");
      const since = before?.beat === beat ? before.since : uptimeSeconds();
      return workerId === null ? [] : [[workerId, { beat, since }] as const];
    }),
  );
}
