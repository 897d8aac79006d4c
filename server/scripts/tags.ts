import { and, asc, count, desc, eq, notInArray, type SQL, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { scripts, scriptTags } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { hasActiveVersion, isInUse, isPermitted, scriptsVisibleTo } from "./policy";
import { normalizeTag } from "./tag-names";

/** The tags of the script of the surrounding query, in alphabetical order. */
export function tagsOfScript(): SQL<string[]> {
  return sql<string[]>`array(
    select st.tag from script_tags as st where st.script_id = "scripts"."id" order by st.tag)`;
}

/** Scripts with this tag, in whatever case it is written. */
export function scriptsTagged(tag: string): SQL {
  return sql`${scripts.id} in (select st.script_id from ${scriptTags} as st where st.tag = ${normalizeTag(tag)})`;
}

/** Replaces the tags of a script by `tags`, which `readTags` has checked. Returns whether they have changed. */
export async function writeScriptTags(tx: Queryable, scriptId: number, tags: string[]): Promise<boolean> {
  const isOfScript = eq(scriptTags.scriptId, scriptId);
  const removed = await tx
    .delete(scriptTags)
    .where(and(isOfScript, notInArray(scriptTags.tag, tags)))
    .returning();
  const rows = tags.map((tag) => ({ scriptId, tag }));
  const added = tags.length > 0 ? await tx.insert(scriptTags).values(rows).onConflictDoNothing().returning() : [];
  const hasChanged = removed.length + added.length > 0;
  if (hasChanged)
    await tx
      .update(scripts)
      .set({ tagText: tags.toSorted().join(SEPARATOR) })
      .where(eq(scripts.id, scriptId));
  return hasChanged;
}

/** A character that nobody types, between the tags in `tagText`. */
const SEPARATOR = "\u0001";

/** The tags of the scripts that the actor finds on the home page: the `limit` most frequent ones, in alphabetical order. */
export async function listHomeTags(actor: Actor, limit: number): Promise<string[]> {
  const isShown = env().WOOEY_SHOW_LOCKED_SCRIPTS ? isInUse() : and(isInUse(), isPermitted(actor));
  const rows = await db
    .select({ tag: scriptTags.tag })
    .from(scriptTags)
    .innerJoin(scripts, eq(scripts.id, scriptTags.scriptId))
    .where(and(isShown, hasActiveVersion()))
    .groupBy(scriptTags.tag)
    .orderBy(desc(count()), asc(scriptTags.tag))
    .limit(limit);
  return rows.map((row) => row.tag).toSorted();
}

/** The tags of all scripts that the actor may open, in alphabetical order; at most `limit`, for suggestions. */
export async function listScriptTags(actor: Actor, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ tag: scriptTags.tag })
    .from(scriptTags)
    .innerJoin(scripts, eq(scripts.id, scriptTags.scriptId))
    .where(scriptsVisibleTo(actor))
    .orderBy(asc(scriptTags.tag))
    .limit(limit);
  return rows.map((row) => row.tag);
}
