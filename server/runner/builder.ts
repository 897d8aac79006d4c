import { sql } from "@/db/client";
import { ensureEnvironment } from "@/server/environments/build";
import { environmentFolder, failEnvironmentFolder, makeEnvironmentFolder } from "@/server/environments/folder";
import { type BuildOrder, ENVIRONMENTS_CHANNEL } from "@/server/environments/manage";
import { recipeFor, recipeKey, type Wish } from "@/server/environments/recipe";
import { normalRequirements } from "@/server/environments/requirements";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Python } from "@/server/sandbox/python";

/** Builds environments that staff have ordered of this worker, until it is stopped; how it went stands in their folders. */
export async function startBuilder(
  workerId: string,
  isolation: { level: IsolationLevel; python: Python },
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const listening = await sql.listen(ENVIRONMENTS_CHANNEL, (text) => {
    const order = JSON.parse(text) as BuildOrder;
    if (order.workerId !== workerId) return;
    void build(order, isolation, stopping.signal).catch((error) => {
      if (!stopping.signal.aborted) onError(error);
    });
  });
  return {
    stop: async () => {
      stopping.abort();
      await listening.unlisten();
    },
  };
}

async function build(
  order: BuildOrder,
  isolation: { level: IsolationLevel; python: Python },
  signal: AbortSignal,
): Promise<void> {
  const wish = await findWish(order);
  if (!wish) return;
  const recipe = await recipeFor(wish, isolation.python);
  if ("failed" in recipe) await noteFailure(wish, recipe.failed);
  else await ensureEnvironment(recipe, { signal, onLog: () => undefined, isolation: isolation.level });
}

async function findWish(order: BuildOrder): Promise<Wish | undefined> {
  if ("environmentId" in order) {
    const [environment] = await sql<{ pythonBinary: string; requirements: string }[]>`
      select python_binary as "pythonBinary", requirements from environments where id = ${order.environmentId}`;
    return environment && { environment, pep723: null };
  }
  const [version] = await sql<{ pep723: Wish["pep723"] }[]>`
    select spec->'pep723' as pep723 from script_versions where id = ${order.versionId}`;
  return version?.pep723 ? { environment: null, pep723: version.pep723 } : undefined;
}

/** Without an interpreter there is no build: a folder that holds nothing but the reason says so to staff. */
async function noteFailure(wish: Wish, problem: string): Promise<void> {
  const { environment, pep723 } = wish;
  const path = environment?.pythonBinary ?? "";
  const requirements = normalRequirements(environment?.requirements ?? pep723?.dependencies.join("\n") ?? "");
  const systemPackages = environment !== null;
  const python = { path, version: "", readable: [] };
  const folder = environmentFolder(recipeKey({ python, requirements, systemPackages }));
  await makeEnvironmentFolder(folder, { python, asked: environment ? path : null, requirements, systemPackages });
  await failEnvironmentFolder(folder, problem);
}
