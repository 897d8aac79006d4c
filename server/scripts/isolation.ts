import type { Queryable } from "@/db/client";
import type { Script } from "@/db/schema/scripts";
import { type Actor, isAdministrator } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import type { IsolationLevel } from "@/server/sandbox/command";
import { findMachineLevel, HIGHEST } from "@/server/sandbox/machine-level";

/**
 * Checks that the actor may set a script's isolation level. Any staff may do so if they do not lower it; administrators
 * may also lower it; nobody may go below WOOEY_MINIMUM_ISOLATION. A script without a level has the machine's. @throws
 * invalid, forbidden
 */
export async function requireSettableLevel(
  tx: Queryable,
  actor: Actor,
  { script, level }: { script: Script; level: IsolationLevel | null },
): Promise<void> {
  if (level === null) return;
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (level < minimum) {
    const message = t("The minimum isolation level here is {level} (WOOEY_MINIMUM_ISOLATION).", { level: minimum });
    throw invalidField("isolationLevel", message);
  }
  const isLowered = level < (script.isolationLevel ?? HIGHEST);
  if (!isLowered || isAdministrator(actor)) return;
  const machine = await findMachineLevel(tx);
  if (level >= machine) return;
  const message = t(
    "Only an administrator can choose a level below {level}, the highest level that this machine supports.",
    {
      level: machine,
    },
  );
  throw new AppError("forbidden", message, { isolationLevel: [message] });
}

/**
 * Checks that the actor may change what a script runs (its versions and packages). If its level is below what the
 * machine allows, only administrators may, as with the level itself. @throws forbidden
 */
export async function requireCodeChange(
  tx: Queryable,
  actor: Actor,
  { isolationLevel }: Pick<Script, "isolationLevel">,
): Promise<void> {
  if (isolationLevel === null || isAdministrator(actor) || isolationLevel >= (await findMachineLevel(tx))) return;
  const message = t(
    "This script runs at a lower isolation level than this machine supports, so only an administrator can change what runs.",
  );
  throw new AppError("forbidden", message);
}
