import { eq, like, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { scriptGroups, scripts } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { firstFreeSlug, slugify, slugPattern } from "./slug";

/**
 * The group of scripts that are added through the API without one (Wooey 0.14; its setting applies to a blank group).
 */
export const API_GROUP = "Wooey Scripts";

/** The name of the requested group. A blank name means WOOEY_DEFAULT_SCRIPT_GROUP, as in Wooey. */
export function groupNameOf(given: string): string {
  return given.trim() || env().WOOEY_DEFAULT_SCRIPT_GROUP;
}

/** Finds the group with this name, or creates it. Returns its id. */
export async function ensureGroup(tx: Queryable, actor: Actor, name: string): Promise<number> {
  const find = async () => {
    const [group] = await tx.select({ id: scriptGroups.id }).from(scriptGroups).where(eq(scriptGroups.name, name));
    return group?.id;
  };
  const there = await find();
  if (there !== undefined) return there;
  const slug = await freeGroupSlug(tx, name);
  const [made] = await tx
    .insert(scriptGroups)
    .values({ name, slug })
    .onConflictDoNothing({ target: scriptGroups.name })
    .returning({ id: scriptGroups.id });
  if (made)
    await recordAudit(tx, actor, { action: "script-group.create", target: `script-group:${slug}`, detail: { name } });
  const id = made?.id ?? (await find());
  if (id === undefined) throw new Error("The group was neither made nor found.");
  return id;
}

/** A free slug for a new script group with this name. It is reserved until the caller's transaction ends. */
export async function freeGroupSlug(tx: Queryable, name: string): Promise<string> {
  // One at a time: two groups that are created at once would both find the same slug free.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('wooey script group slugs'))`);
  return freeSlug(tx, scriptGroups, slugify(name, "scriptgroup"));
}

/** A free slug for a new script with this name. It is reserved until the caller's transaction ends. */
export async function freeScriptSlug(tx: Queryable, name: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('wooey script slugs'))`);
  return freeSlug(tx, scripts, slugify(name, "script"));
}

async function freeSlug(tx: Queryable, table: typeof scripts | typeof scriptGroups, base: string): Promise<string> {
  const isLike: SQL = like(table.slug, slugPattern(base));
  const taken = await tx.select({ slug: table.slug }).from(table).where(isLike);
  return firstFreeSlug(base, new Set(taken.map((row) => row.slug)));
}
