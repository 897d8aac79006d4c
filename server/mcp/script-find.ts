import { z } from "zod";
import { searchScripts } from "@/server/api/scripts";
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

/** For tools that did not find a script. */
export const findAdvice = "script_find lists the scripts that you may run.";

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
    const { items, next } = await searchScripts(actor, { q: query, group, tag, limit, after });
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
