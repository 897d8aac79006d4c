import { and, asc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { containing } from "@/db/like";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, hasScope, isStaffReader } from "@/server/auth/actor";
import { isInUse, isPermitted } from "./policy";
import { hasTagContaining, scriptsTagged, tagsOfScript } from "./tags";

export interface ScriptFilter {
  /** Words that the name, the description or a tag contains. Words in double quotes stay together. */
  text?: string | undefined;
  /** The slug of a script group. */
  group?: string | undefined;
  tag?: string | undefined;
  /** The `next` of the previous page. */
  after?: ScriptPosition | undefined;
  /** At most 200; 50 unless given. */
  limit?: number | undefined;
}

/** What the list is sorted by: scripts whose name contains the text come first, then by name. */
export type ScriptPosition = [rank: number, name: string, id: number];

/** A script in a list for programs. */
export interface ListedScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  group: { slug: string; name: string };
  tags: string[];
  /** The default version. */
  version: { version: string; iteration: number };
  modifiedAt: Date;
}

/** A page of the scripts that the actor may see and run, with a default version. */
export async function findScripts(
  actor: Actor,
  { text = "", group, tag, after, limit = 50 }: ScriptFilter,
): Promise<{ items: ListedScript[]; next: ScriptPosition | null }> {
  if (!hasScope(actor, "read") && !isStaffReader(actor)) return { items: [], next: null };
  const terms = toTerms(text);
  const isInName = and(...terms.map((term) => ilike(scripts.name, containing(term))));
  const rank = sql<number>`${isInName ? sql`case when ${isInName} then 0 else 1 end` : sql`0::int`}`;
  const name = sql<string>`lower(${scripts.name})`;
  const count = Math.min(Math.max(limit, 1), 200);
  const rows = await db
    .select({ ...columns, rank, sortName: name })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .innerJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .where(
      and(
        isInUse(),
        isPermitted(actor),
        ...terms.map(contains),
        group === undefined ? undefined : eq(scriptGroups.slug, group),
        tag === undefined ? undefined : scriptsTagged(tag),
        after && sql`(${rank}, ${name}, ${scripts.id}) > (${after[0]}::int, ${after[1]}, ${after[2]}::int)`,
      ),
    )
    .orderBy(asc(rank), asc(name), asc(scripts.id))
    .limit(count + 1);
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ rank: _, sortName: __, ...item }) => item),
    next: last ? [last.rank, last.sortName, last.id] : null,
  };
}

/** The words of a search; words in double quotes stay together, as in Wooey. */
export function toTerms(text: string): string[] {
  return [...text.slice(0, 200).matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? "");
}

/** Whether the script of the surrounding query contains a word in its name, its description or one of its tags. */
export function contains(term: string): SQL | undefined {
  const pattern = containing(term);
  return or(ilike(scripts.name, pattern), ilike(scripts.description, pattern), hasTagContaining(term));
}

const columns = {
  id: scripts.id,
  slug: scripts.slug,
  name: scripts.name,
  description: scripts.description,
  group: { slug: scriptGroups.slug, name: scriptGroups.name },
  version: { version: scriptVersions.version, iteration: scriptVersions.iteration },
  tags: tagsOfScript(),
  modifiedAt: scripts.modifiedAt,
};
