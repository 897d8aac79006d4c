import { pg } from "@/db/client";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { isOnline } from "./online";

/** The level at which workers isolate scripts, and the higher one that this site requires. */
export interface WeakIsolation {
  level: number;
  minimum: number;
}

/** What to do when scripts do not run because they cannot be isolated well enough. */
export function weakIsolation({ level, minimum }: WeakIsolation): string {
  return t(
    "Scripts do not run because this machine isolates them at level {level} and this site requires level {minimum}: install bubblewrap (on Debian and Ubuntu with apt-get install bubblewrap) and restart Wooey.",
    { level, minimum },
  );
}

/** The highest level of the online workers if it is below WOOEY_MINIMUM_ISOLATION; null if scripts run, or no worker is online. */
export async function findWeakIsolation(): Promise<WeakIsolation | null> {
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (minimum === 0) return null;
  const [row] = await pg<{ level: number | null }[]>`
    select max(isolation_level) as level from workers where ${isOnline()}`;
  const level = row?.level ?? null;
  return level !== null && level < minimum ? { level, minimum } : null;
}
