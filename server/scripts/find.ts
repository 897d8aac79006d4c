import { and, asc, eq, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { containing } from "@/db/like";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, hasScope, isStaffReader } from "@/server/auth/actor";
import { isInUse, isPermitted } from "./policy";
import { scriptsTagged, tagsOfScript } from "./tags";

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
  { after, limit = 50, ...filter }: ScriptFilter,
): Promise<{ items: ListedScript[]; next: ScriptPosition | null }> {
  if (!hasScope(actor, "read") && !isStaffReader(actor)) return { items: [], next: null };
  const count = Math.min(Math.max(limit, 1), 200);
  const find = filter.words === "any" ? findBestPositions : findPositions;
  const positions = await find(actor, filter, { after, limit: count + 1 });
  const shown = positions.slice(0, count);
  const items = await readListed(shown.map(([, , id]) => id));
  return { items, next: positions.length > count ? (shown.at(-1) ?? null) : null };
}

interface Part {
  after: ScriptPosition | undefined;
  limit: number;
}

/** First the scripts whose name contains the text, then the others, each in the order of one index. */
async function findPositions(
  actor: Actor,
  { text = "", ...filter }: ScriptFilter,
  { after, limit }: Part,
): Promise<ScriptPosition[]> {
  const terms = toTerms(text);
  const isFound = isListed(filter);
  const isInName = and(...terms.map(hasInName));
  const found: ScriptPosition[] = [];
  for (const rank of isInName ? [0, 1] : [0]) {
    if ((after?.[0] ?? 0) > rank || found.length === limit) continue;
    const isMatch = rank === 0 ? isInName : and(...terms.map(contains), isInName && not(isInName));
    const isLater =
      after?.[0] === rank ? sql`(${sortName}, ${scripts.id}) > (${after[1]}, ${after[2]}::int)` : undefined;
    const rows = await db
      .select({ name: sortName, id: scripts.id })
      .from(scripts)
      .where(and(isFound, isLater, isPermittedMatch(actor, isMatch)))
      .orderBy(asc(sortName), asc(scripts.id))
      .limit(limit - found.length);
    found.push(...rows.map(({ name, id }): ScriptPosition => [rank, name, id]));
  }
  return found;
}

/** Scripts with any of the words, those with the most of them first; a word in the name counts twice. */
async function findBestPositions(
  actor: Actor,
  { text = "", ...filter }: ScriptFilter,
  { after, limit }: Part,
): Promise<ScriptPosition[]> {
  const terms = toTerms(text);
  const isMatch = or(...terms.map(contains));
  if (!isMatch) return [];
  const counts = terms.map((term) => sql`(${contains(term)})::int + (${hasInName(term)})::int`);
  const rank = sql<number>`-(${sql.join(counts, sql` + `)})`;
  const isLater =
    after && sql`(${rank}, ${sortName}, ${scripts.id}) > (${after[0]}::int, ${after[1]}, ${after[2]}::int)`;
  const rows = await db
    .select({ rank, name: sortName, id: scripts.id })
    .from(scripts)
    .where(and(isListed(filter), isPermittedMatch(actor, isMatch), isLater))
    .orderBy(asc(rank), asc(sortName), asc(scripts.id))
    .limit(limit);
  return rows.map(({ rank, name, id }): ScriptPosition => [rank, name, id]);
}

function isListed({ group, tag }: Pick<ScriptFilter, "group" | "tag">): SQL | undefined {
  return and(
    hasDefaultVersion(),
    isInUse(),
    group === undefined ? undefined : sql`${scripts.groupId} = (select id from ${scriptGroups} where slug = ${group})`,
    tag === undefined ? undefined : scriptsTagged(tag),
  );
}

/**
 * The scripts that match, if any match is asked for, and that the actor may use. The match is there twice: once for the
 * indexes of db/search-indexes.ts, and once so that the rules of access are read for matches alone. PostgreSQL would take
 * them for cheaper than a match as long as there are few of them.
 */
function isPermittedMatch(actor: Actor, isMatch: SQL | undefined): SQL {
  const isAllowed = isPermitted(actor);
  return isMatch ? sql`(${isMatch} and case when ${isMatch} then ${isAllowed} else false end)` : isAllowed;
}

const sortName = sql<string>`lower(${scripts.name})`;

function hasDefaultVersion(): SQL {
  return sql`exists (select 1 from ${scriptVersions} as v where v.script_id = ${scripts.id} and v.is_default)`;
}

/** The scripts with these ids, in their order. */
async function readListed(ids: number[]): Promise<ListedScript[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .innerJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .where(inArray(scripts.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The words of a search; words in double quotes stay together, as in Wooey. */
export function toTerms(text: string): string[] {
  return [...text.slice(0, 200).matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? "");
}

/** Whether the script of the surrounding query contains a word in its name, its description or one of its tags. */
export function contains(term: string): SQL {
  return hasInText(containing(term));
}

/** Whether it contains a word in its name, which is the last part of the text. */
function hasInName(term: string): SQL {
  return hasInText(`%\u0002${containing(term)}`);
}

/** Compares bytes, which is several times faster than comparing texts of a language; both sides are in lower case. */
function hasInText(pattern: string): SQL {
  return sql`${scripts.searchText} collate "C" like lower(${pattern}) collate "C"`;
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
