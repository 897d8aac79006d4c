import { and, asc, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { favorites } from "@/db/schema/favorites";
import { scripts } from "@/db/schema/scripts";
import { type Actor, userOf } from "@/server/auth/actor";
import { lastRunsOf } from "./last-runs";
import { hasActiveVersion, isInUse, isPermitted } from "./policy";

export interface ScriptShortcut {
  id: number;
  slug: string;
  name: string;
  isFavorite: boolean;
}

const FAVORITES_MAX = 12;
const RECENT_MAX = 6;

/**
 * The actor's favourites by name, and then the scripts that they ran last, each script once and only if they may run it.
 * No query for visitors who have not run anything.
 */
export async function listShortcuts(actor: Actor): Promise<ScriptShortcut[]> {
  const [starred, recent] = await Promise.all([listFavorites(actor), listRecent(actor)]);
  const ids = new Set(starred.map((script) => script.id));
  return [...starred, ...recent.filter((script) => !ids.has(script.id)).slice(0, RECENT_MAX)];
}

async function listFavorites(actor: Actor): Promise<ScriptShortcut[]> {
  const user = userOf(actor);
  if (!user) return [];
  return db
    .select({ ...columns, isFavorite: sql<boolean>`true` })
    .from(favorites)
    .innerJoin(scripts, eq(scripts.id, favorites.scriptId))
    .where(and(eq(favorites.userId, user.id), isUsableBy(actor)))
    .orderBy(asc(sql`lower(${scripts.name})`), asc(scripts.id))
    .limit(FAVORITES_MAX);
}

async function listRecent(actor: Actor): Promise<ScriptShortcut[]> {
  if (!userOf(actor) && !(actor.kind === "anonymous" && actor.browserHash)) return [];
  const lastRuns = lastRunsOf(actor);
  return db
    .select({ ...columns, isFavorite: sql<boolean>`false` })
    .from(lastRuns)
    .innerJoin(scripts, eq(scripts.id, lastRuns.scriptId))
    .where(isUsableBy(actor))
    .orderBy(desc(lastRuns.jobId))
    .limit(RECENT_MAX + FAVORITES_MAX);
}

const columns = { id: scripts.id, slug: scripts.slug, name: scripts.name };

const isUsableBy = (actor: Actor) => and(isInUse(), hasActiveVersion(), isPermitted(actor));
