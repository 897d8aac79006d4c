import { max } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { workers } from "@/db/schema/workers";
import { areOnline } from "@/server/workers/online";
import type { IsolationLevel } from "./command";

export const HIGHEST: IsolationLevel = 3;

/** The highest isolation level of the online workers; level 3 if no worker is online, because it is unknown then. */
export async function findMachineLevel(tx: Queryable): Promise<IsolationLevel> {
  const [row] = await tx
    .select({ level: max(workers.isolationLevel) })
    .from(workers)
    .where(areOnline());
  return row?.level ?? HIGHEST;
}
