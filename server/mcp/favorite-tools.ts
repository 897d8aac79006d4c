import { toInputSchema } from "@/command-line/json-schema";
import { findScript } from "@/server/scripts/queries";
import { listShortcuts } from "@/server/scripts/shortcuts";
import { toAgentSchema } from "./agent-schema";
import type { Caller } from "./caller";
import { scriptRunTool } from "./script-run";
import type { Tool } from "./tool";

const COUNT_MAX = 20;
/** About 1,000 tokens. Larger schemas are left to script_describe. */
const DEFINITION_LENGTH_MAX = 4_000;
const DESCRIPTION_MAX = 500;

/** A tool for each favorite script of the caller whose input is small enough to be listed. */
export async function favoriteTools(caller: Caller): Promise<Tool[]> {
  const shortcuts = await listShortcuts(caller.actor);
  const favorites = shortcuts.filter((shortcut) => shortcut.isFavorite).slice(0, COUNT_MAX);
  const tools = await Promise.all(favorites.map(({ slug }) => favoriteTool(caller, slug)));
  return tools.filter((tool) => tool !== null);
}

async function favoriteTool({ actor }: Caller, slug: string): Promise<Tool | null> {
  const script = await findScript(actor, slug);
  if (!script?.version) return null;
  const schema = toAgentSchema(toInputSchema(script.version.spec));
  const { outputSchema, annotations } = scriptRunTool.definition;
  const definition: Tool["definition"] = {
    name: toolName(slug),
    title: script.name,
    description: (script.description || script.name).slice(0, DESCRIPTION_MAX),
    // The schema of a script's input is one of an object.
    inputSchema: schema as Tool["definition"]["inputSchema"],
    outputSchema,
    annotations,
  };
  if (JSON.stringify(definition).length > DEFINITION_LENGTH_MAX) return null;
  return {
    definition,
    call: (caller, input, signal) => scriptRunTool.call(caller, { script: slug, input }, signal),
  };
}

/** The names of tools have at most 64 of these characters. */
function toolName(slug: string): string {
  return `run_${slug}`.replace(/[^\w-]/g, "_").slice(0, 64);
}
