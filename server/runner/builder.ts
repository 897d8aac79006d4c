import { pg } from "@/db/client";
import { ensureEnvironment } from "@/server/environments/build";
import { environmentFolder, failEnvironmentFolder, makeEnvironmentFolder } from "@/server/environments/folder";
import {
  type BuildTarget,
  type ClaimedOrder,
  claimOrder,
  ENVIRONMENTS_CHANNEL,
  endOrder,
} from "@/server/environments/orders";
import { type EnvironmentRequest, recipeFor, recipeKey } from "@/server/environments/recipe";
import { normalRequirements } from "@/server/environments/requirements";
import type { Message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Python } from "@/server/sandbox/python";

/** How many orders this worker carries out at the same time. Other workers claim the next ones. */
const SLOTS = 2;
/**
 * The delay after an internal error, such as an unreachable database. It doubles with each failure in a row.
 */
const RETRY_MS = 2_000;
const RETRY_MS_MAX = 600_000;

/** Claims build orders whenever it is woken. */
export interface Builder {
  wake(): void;
  /** Resolves when no build is in progress. */
  stop(): Promise<void>;
}

/** A builder for workers that build nothing: it leaves the orders to other workers. */
export const idleBuilder: Builder = { wake: () => undefined, stop: async () => undefined };

/**
 * Builds the environments that staff have ordered, until it is stopped. The outcome is stored in their folders. An
 * order that was not completed remains, and any worker can claim it when this one is gone.
 */
export async function startBuilder(
  workerId: string,
  isolation: { level: IsolationLevel; python: Python },
  onError: (error: unknown) => void,
): Promise<Builder> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = new Set<Promise<void>>();
  const claimOrders = async () => {
    while (!signal.aborted && working.size < SLOTS) {
      const order = await claimOrder(workerId);
      if (!order) return;
      start(order, RETRY_MS);
    }
  };
  const wake = () => void claimOrders().catch(onError);
  const start = (order: ClaimedOrder, retryMs: number): void => {
    const work = carryOut(order, isolation, signal)
      .catch((error) => {
        if (signal.aborted) return;
        onError(error);
        const retry = () => signal.aborted || start(order, Math.min(retryMs * 2, RETRY_MS_MAX));
        setTimeout(retry, retryMs).unref();
      })
      .finally(() => {
        working.delete(work);
        wake();
      });
    working.add(work);
  };
  const listening = await pg.listen(ENVIRONMENTS_CHANNEL, wake);
  wake();
  return {
    wake,
    stop: async () => {
      stopping.abort();
      await Promise.all([listening.unlisten(), ...working]);
    },
  };
}

async function carryOut(
  order: ClaimedOrder,
  isolation: { level: IsolationLevel; python: Python },
  signal: AbortSignal,
): Promise<void> {
  const request = await findRequest(order.target);
  const recipe = request && (await recipeFor(request, isolation.python));
  if (recipe && "failed" in recipe) await recordFailure(request, recipe.failed);
  else if (recipe) await ensureEnvironment(recipe, { signal, onLog: () => undefined, isolation: isolation.level });
  await endOrder(order);
}

/** The request of an environment or a version; undefined when it has been deleted. */
async function findRequest(target: BuildTarget): Promise<EnvironmentRequest | undefined> {
  if ("environmentId" in target) {
    const [environment] = await pg<{ pythonBinary: string; requirements: string }[]>`
      select python_binary as "pythonBinary", requirements from environments where id = ${target.environmentId}`;
    return environment && { environment, pep723: null };
  }
  const [version] = await pg<{ pep723: EnvironmentRequest["pep723"] }[]>`
    select spec->'pep723' as pep723 from script_versions where id = ${target.versionId}`;
  return version?.pep723 ? { environment: null, pep723: version.pep723 } : undefined;
}

/**
 * Records why there is no build if there is no interpreter: the folder contains only the reason, which staff can read.
 */
async function recordFailure(request: EnvironmentRequest, problem: Message): Promise<void> {
  const { environment, pep723 } = request;
  const path = environment?.pythonBinary ?? "";
  const requirements = normalRequirements(environment?.requirements ?? pep723?.dependencies.join("\n") ?? "");
  const systemPackages = environment !== null;
  const python = { path, version: "", readable: [] };
  const folder = environmentFolder(recipeKey({ python, requirements, systemPackages }));
  await makeEnvironmentFolder(folder, { python, asked: environment ? path : null, requirements, systemPackages });
  await failEnvironmentFolder(folder, problem);
}
