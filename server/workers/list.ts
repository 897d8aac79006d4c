import { pg } from "@/db/client";
import { jobIsRunning } from "@/db/job-conditions";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { isOnline } from "./online";

export interface ListedWorker {
  id: string;
  host: string;
  pid: number;
  isOnline: boolean;
  startedAt: Date;
  heartbeatAt: Date;
  /** How many scripts it may run at a time, and how many it runs. */
  slots: number;
  /** Whether it claims no more jobs. */
  isDraining: boolean;
  tags: string[];
  /** The numbers of its GPUs. */
  gpus: number[];
  running: { id: number; name: string; startedAt: Date | null }[];
  isolationLevel: number;
  /** Why the level is not higher, and what to do about it; "" at level 3. */
  isolationReason: string;
  isolationFix: string;
  /** Whether control groups limit the runs, and why not; "" if they do. */
  cgroups: boolean;
  cgroupsReason: string;
  cgroupsFix: string;
}

/**
 * Workers that are online, were online in the last ten minutes, or left scripts running. @throws unauthenticated,
 * forbidden unless staff
 */
export async function listWorkers(actor: Actor): Promise<ListedWorker[]> {
  requireStaffReader(actor);
  const workers = await pg<Omit<ListedWorker, "running">[]>`
    select id, host, pid, ${isOnline()} as "isOnline", started_at as "startedAt", heartbeat_at as "heartbeatAt", slots,
      is_draining as "isDraining", tags, gpus,
      isolation_level as "isolationLevel", isolation_reason as "isolationReason", isolation_fix as "isolationFix",
      cgroups, cgroups_reason as "cgroupsReason", cgroups_fix as "cgroupsFix"
    from workers order by ${isOnline()} desc, started_at, id limit 200`;
  const jobs = await pg<{ id: number; name: string; startedAt: Date | null; workerId: string | null }[]>`
    select id, name, started_at as "startedAt", worker_id as "workerId" from jobs
    where ${jobIsRunning()} order by id limit 2000`;
  return workers.map((worker) => ({
    ...worker,
    running: jobs.filter((job) => job.workerId === worker.id).map(({ workerId: _, ...job }) => job),
  }));
}

/** Whether any worker runs scripts, and how many at a time. Everyone may ask, because everyone's jobs depend on it. */
export async function findCapacity(): Promise<{ workers: number; slots: number }> {
  const [row] = await pg<{ workers: number; slots: number }[]>`
    select count(*)::int as workers, coalesce(sum(slots) filter (where not is_draining), 0)::int as slots from workers where ${isOnline()}`;
  return row ?? { workers: 0, slots: 0 };
}
