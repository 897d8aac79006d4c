import { z } from "zod";
import { listScriptSummaries } from "@/server/api/scripts";
import type { Actor } from "@/server/auth/actor";
import { tool } from "./tool";

const input = z.strictObject({
  query: z.string().max(200).optional().describe("Words of the name or description; all scripts if left out."),
  group: z.string().max(200).optional().describe("The slug of a script group."),
  tag: z.string().max(200).optional(),
  limit: z.int().min(1).max(50).optional().describe("10 if left out."),
  after: z.string().max(1000).optional().describe("The next of the previous call."),
});

const output = z.object({
  scripts: z.array(
    z.object({ slug: z.string(), name: z.string(), description: z.string(), group: z.string(), url: z.string() }),
  ),
  next: z.string().nullable(),
});

/** Enough to choose by; script_describe returns all of it. */
const DESCRIPTION_MAX = 300;

export const scriptFindTool = tool({
  name: "script_find",
  title: "Find scripts",
  description: "Finds the scripts that you may run. Start here.",
  input,
  output,
  scope: "read",
  run: async ({ actor, origin }, { query = "", group, tag, limit = 10, after }) => {
    const { items, next } = await findMatches(actor, { q: query, group, tag, limit, after });
    const scripts = items.map(({ slug, name, description, group: { name: groupName } }) => ({
      slug,
      name,
      description: description.length > DESCRIPTION_MAX ? `${description.slice(0, DESCRIPTION_MAX)}…` : description,
      group: groupName,
      url: `${origin}/scripts/${slug}/`,
    }));
    return { data: { scripts, next } };
  },
});

/** Words that say nothing about a script, and letters that most texts contain. */
const fillers = /^(?:[ -~]{1,2}|and|the|this|that|for|from|with|please)$/i;

/**
 * A page of scripts that contain all words. Agents ask in sentences: if no script contains all words, those that contain
 * some of them, the best first.
 */
async function findMatches(actor: Actor, { q, after, ...page }: Search) {
  const cursor = anyWords.exec(after ?? "");
  if (!cursor) {
    const found = await listScriptSummaries(actor, { ...page, q, after });
    if (found.items.length > 0 || after !== undefined) return found;
  }
  const words = q.split(/\s+/).filter((word) => word !== "" && !fillers.test(word));
  const found = await listScriptSummaries(actor, { ...page, q: words.join(" "), words: "any", after: cursor?.[1] });
  return { items: found.items, next: found.next === null ? null : `any:${found.next}` };
}

/** The cursor of a page of scripts that contain some of the words. */
const anyWords = /^any:(.*)$/;

interface Search {
  q: string;
  group: string | undefined;
  tag: string | undefined;
  limit: number;
  after: string | undefined;
}
