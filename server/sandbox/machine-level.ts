import { and, gt, max, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { workers } from "@/db/schema/workers";
import type { IsolationLevel } from "./command";

export const HIGHEST: IsolationLevel = 3;

/** The highest level of the online workers. Without one it is not known, and the highest level of all is returned. */
export async function findMachineLevel(tx: Queryable): Promise<IsolationLevel> {
  const [row] = await tx
    .select({ level: max(workers.isolationLevel) })
    .from(workers)
    .where(and(gt(workers.heartbeatAt, sql`now() - interval '5 seconds'`), ne(workers.pid, 0)));
  return row?.level ?? HIGHEST;
}
