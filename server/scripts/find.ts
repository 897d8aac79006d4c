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
  /** Whether all words have to match, or any: then those with the most matches come first. All unless given. */
  words?: "all" | "any" | undefined;
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
  { text = "", words = "all", group, tag, after, limit = 50 }: ScriptFilter,
): Promise<{ items: ListedScript[]; next: ScriptPosition | null }> {
  if (!hasScope(actor, "read") && !isStaffReader(actor)) return { items: [], next: null };
  const terms = toTerms(text);
  const matches = words === "any" ? or(...terms.map(contains)) : and(...terms.map(contains));
  const rank = words === "any" ? rankByMatches(terms) : rankByName(terms);
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
        matches,
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

/** 0 for a script whose name contains all words, else 1. */
function rankByName(terms: string[]): SQL<number> {
  const isInName = and(...terms.map((term) => ilike(scripts.name, containing(term))));
  return isInName ? sql<number>`case when ${isInName} then 0 else 1 end` : sql<number>`0::int`;
}

/** Minus the number of words that a script contains; a word in its name counts twice. */
function rankByMatches(terms: string[]): SQL<number> {
  const counts = terms.map((term) => sql`(${contains(term)})::int + (${ilike(scripts.name, containing(term))})::int`);
  return counts.length > 0 ? sql<number>`-(${sql.join(counts, sql` + `)})` : sql<number>`0::int`;
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
