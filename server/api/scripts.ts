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
    description: "Words that the name, the description or a tag contains. Double quotes keep words together.",
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
  description: "Scripts whose name contains all words come first; otherwise sorted by name.",
  who: "any signed-in user",
  scope: "read",
  query: findQuery,
  answers: { 200: { description: "A page of scripts.", schema: pageOf(scriptSummary) } },
});

const position = z.tuple([z.int32(), z.string(), z.int32()]);

/** A page of scripts. `words` is for callers that search by sentences (ScriptFilter). @throws invalid on `after` */
export async function listScriptSummaries(
  actor: Actor,
  { q, after, ...filter }: z.output<typeof findQuery> & Pick<ScriptFilter, "words">,
) {
  const { items, next } = await findScripts(actor, { ...filter, text: q, after: fromCursor(position, after) });
  return { items: items.map(toSummary), next: next && toCursor(next) };
}

function toSummary({ id: _, version, modifiedAt, ...script }: ListedScript): z.output<typeof scriptSummary> {
  return { ...script, version: versionLabel(version), modifiedAt: modifiedAt.toISOString() };
}
