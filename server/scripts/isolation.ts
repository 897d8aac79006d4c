import { and, gt, max, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { Script } from "@/db/schema/scripts";
import { workers } from "@/db/schema/workers";
import { type Actor, isAdministrator } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import type { IsolationLevel } from "@/server/sandbox/command";

const HIGHEST = 3;

/**
 * Lets a script's level be set by whom it may: any staff who do not lower it, administrators, and nobody to what
 * WOOEY_MINIMUM_ISOLATION forbids. Without a level of its own a script has the machine's. @throws invalid, forbidden
 */
export async function requireSettableLevel(
  tx: Queryable,
  actor: Actor,
  script: Script,
  level: IsolationLevel | null,
): Promise<void> {
  if (level === null) return;
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (level < minimum) {
    const message = t("Nothing runs below level {level} here (WOOEY_MINIMUM_ISOLATION).", { level: minimum });
    throw invalidField("isolationLevel", message);
  }
  const isLowered = level < (script.isolationLevel ?? HIGHEST);
  if (!isLowered || isAdministrator(actor)) return;
  const machine = await findMachineLevel(tx);
  if (level >= machine) return;
  const message = t("Only an administrator may set it below level {level}, which this machine allows.", {
    level: machine,
  });
  throw new AppError("forbidden", message, { isolationLevel: [message] });
}

/** The highest level of the workers that are online; of all where none is, for then it is not known. */
async function findMachineLevel(tx: Queryable): Promise<number> {
  const [row] = await tx
    .select({ level: max(workers.isolationLevel) })
    .from(workers)
    .where(and(gt(workers.heartbeatAt, sql`now() - interval '5 seconds'`), ne(workers.pid, 0)));
  return row?.level ?? HIGHEST;
}
