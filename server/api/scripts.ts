import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { findScripts, type ListedScript, type ScriptFilter } from "@/server/scripts/find";
import { versionLabel } from "@/server/scripts/version-string";
import { fromCursor, toCursor } from "./cursor";
import { apiSchemas, operation, pageOf, pageQuery, time } from "./operation";

const scriptSummary = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    group: z.strictObject({ slug: z.string(), name: z.string() }),
    tags: z.array(z.string()),
    version: z.string().meta({ description: "The default version, such as `v1.2`." }),
    modifiedAt: time,
  })
  .register(apiSchemas, { id: "ScriptSummary" });

const findQuery = z.strictObject({
  q: z.string().max(200).optional().meta({
    description:
      "Words of the name, the description or the tags. If no script has all of them, those with some are listed, the best first. Double quotes keep words together.",
  }),
  group: z.string().max(200).optional().meta({ description: "The slug of a script group." }),
  tag: z.string().max(200).optional(),
  ...pageQuery,
});

export const findScriptsOperation = operation({
  method: "get",
  path: "/api/v2/scripts",
  id: "findScripts",
  tag: "Scripts",
  summary: "Find scripts that you may run",
  description: "Scripts whose name contains all words come first; otherwise they are sorted by name.",
  who: "any signed-in user",
  scope: "read",
  query: findQuery,
  answers: { 200: { description: "A page of scripts.", schema: pageOf(scriptSummary) } },
});

const position = z.tuple([z.int32(), z.string(), z.int32()]);

/** Words that say nothing about a script, and letters that most texts contain. */
const fillers = /^(?:[ -~]{1,2}|and|the|this|that|for|from|with|please)$/i;

/** The cursor of a page of scripts that contain some of the words. */
const anyWords = /^any:(.*)$/;

/**
 * A page of scripts that contain all words. Agents ask in sentences: if no script contains all words, those that contain
 * some of them, the best first. @throws invalid on `after`
 */
export async function searchScripts(actor: Actor, { q = "", after, ...page }: z.output<typeof findQuery>) {
  const cursor = anyWords.exec(after ?? "");
  if (!cursor) {
    const found = await listSummaries(actor, { ...page, text: q, after });
    if (found.items.length > 0 || after !== undefined) return found;
  }
  const text = q
    .split(/\s+/)
    .filter((word) => word !== "" && !fillers.test(word))
    .join(" ");
  const found = await listSummaries(actor, { ...page, text, words: "any", after: cursor?.[1] });
  return { items: found.items, next: found.next === null ? null : `any:${found.next}` };
}

async function listSummaries(
  actor: Actor,
  { after, ...filter }: Omit<ScriptFilter, "after"> & { after?: string | undefined },
) {
  const { items, next } = await findScripts(actor, { ...filter, after: fromCursor(position, after) });
  return { items: items.map(toSummary), next: next && toCursor(next) };
}

function toSummary({ id: _, version, modifiedAt, ...script }: ListedScript): z.output<typeof scriptSummary> {
  return { ...script, version: versionLabel(version), modifiedAt: modifiedAt.toISOString() };
}
