import { pg } from "@/db/client";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import {
  buildLock,
  type FoundEnvironment,
  findEnvironmentFolder,
  listEnvironmentFolders,
  readBuildLog,
} from "./folder";
import { type BuildTarget, listOrdered } from "./orders";
import { isRequested, listRequestedEnvironments, type RequestedEnvironment } from "./requests";
import { withoutPasswords } from "./requirements";

/** `plain`: nothing to install. `missing`: the first job builds it. `ordered`: the next free worker builds it. */
export type EnvironmentState = "ready" | "building" | "failed" | "missing" | "ordered" | "plain";

/** A Python environment as staff see it. */
export interface ShownEnvironment {
  /**
   * The virtual environment; null for requests of PEP 723 blocks, and for environments that are no longer requested.
   */
  environment: RequestedEnvironment["environment"];
  requiresPython: string;
  requirements: string[];
  state: EnvironmentState;
  /** The folder: the newest that fits; null before the first build. */
  built: FoundEnvironment | null;
  scripts: RequestedEnvironment["scripts"];
  versionIds: number[];
}

export interface EnvironmentOverview {
  declared: ShownEnvironment[];
  ofBlocks: ShownEnvironment[];
  /** Built environments that no script requests; they are removed 30 days after their last use. */
  left: ShownEnvironment[];
}

const LOG_BYTES_MAX = 64 * 1024;

/** The total size of the environments that are ready. @throws unauthenticated, forbidden unless staff */
export async function sumEnvironmentBytes(actor: Actor): Promise<number> {
  requireStaffReader(actor);
  return (await listEnvironmentFolders()).reduce((sum, folder) => sum + (folder.sizeBytes ?? 0), 0);
}

/**
 * All environments: requested ones, and those that are no longer requested. @throws unauthenticated, forbidden unless
 * staff
 */
export async function getEnvironmentOverview(actor: Actor): Promise<EnvironmentOverview> {
  requireStaffReader(actor);
  const [requested, folders, ordered] = await Promise.all([
    listRequestedEnvironments(),
    listEnvironmentFolders(),
    listOrdered(),
  ]);
  const building = await findBuilding(folders);
  const shown = requested.map((request) => toOverview(request, { folders, building, ordered }));
  const taken = new Set(shown.map((each) => each.built?.key));
  return {
    declared: shown.filter((each) => each.environment !== null),
    ofBlocks: shown.filter((each) => each.environment === null),
    left: folders.filter((folder) => !taken.has(folder.key)).map((folder) => ofFolder(folder, building)),
  };
}

/**
 * The requested environments whose build failed. Costs a reading of the folder with the environments unless one did.
 * @throws as above
 */
export async function listFailedBuilds(actor: Actor): Promise<ShownEnvironment[]> {
  requireStaffReader(actor);
  const folders = await listEnvironmentFolders();
  if (!folders.some((folder) => folder.problem !== null)) return [];
  const [requested, building] = await Promise.all([listRequestedEnvironments(), findBuilding(folders)]);
  return requested
    .map((request) => toOverview(request, { folders, building, ordered: [] }))
    .filter(({ state }) => state === "failed");
}

/**
 * A virtual environment by its id, the environment of a version, or a built one by its key, with its log; null if there
 * is none.
 * @throws as above
 */
export async function findShownEnvironment(
  actor: Actor,
  which: BuildTarget | { key: string },
): Promise<{ shown: ShownEnvironment; log: string } | null> {
  requireStaffReader(actor);
  const [requested, ordered] = await Promise.all([listRequestedEnvironments(), listOrdered()]);
  const folders =
    "key" in which ? [await findFolder(which.key)].flatMap((one) => one ?? []) : await listEnvironmentFolders();
  const building = await findBuilding(folders);
  const [folder] = folders;
  const request = requested.find((each) => ("key" in which ? folder && isRequested(folder, each) : isFor(which, each)));
  const known = { folders, building, ordered };
  const unused = "key" in which && folder ? ofFolder(folder, building) : null;
  const shown = request ? toOverview(request, known) : unused;
  if (!shown) return null;
  return { shown, log: shown.built ? await readBuildLog(shown.built.key, LOG_BYTES_MAX) : "" };
}

async function findFolder(key: string): Promise<FoundEnvironment | null> {
  return /^[0-9a-f]{64}$/.test(key) ? findEnvironmentFolder(key) : null;
}

interface Known {
  folders: FoundEnvironment[];
  /** Keys of environments that a worker is building. */
  building: Set<string>;
  ordered: BuildTarget[];
}

function toOverview(request: RequestedEnvironment, { folders, building, ordered }: Known): ShownEnvironment {
  const fitting = folders.filter((folder) => isRequested(folder, request));
  const built =
    fitting.find((folder) => building.has(folder.key)) ?? fitting.find((folder) => folder.isReady) ?? fitting[0];
  const found = request.requirements.length === 0 && !built ? "plain" : stateOf(built, building);
  const state = found === "missing" && ordered.some((target) => isFor(target, request)) ? "ordered" : found;
  return { ...request, state, built: built ?? null };
}

function isFor(target: BuildTarget, { environment, versionIds }: RequestedEnvironment): boolean {
  return "environmentId" in target ? environment?.id === target.environmentId : versionIds.includes(target.versionId);
}

function ofFolder(folder: FoundEnvironment, building: Set<string>): ShownEnvironment {
  const requirements = folder.requirements.map(withoutPasswords);
  const nobodys = { environment: null, requiresPython: "", scripts: [], versionIds: [] };
  return { ...nobodys, requirements, built: folder, state: stateOf(folder, building) };
}

function stateOf(built: FoundEnvironment | undefined, building: Set<string>): EnvironmentState {
  if (!built) return "missing";
  if (built.isReady) return "ready";
  if (building.has(built.key)) return "building";
  return built.problem === null ? "missing" : "failed";
}

/** The keys of environments that a worker is building at this moment, because it holds their lock. */
async function findBuilding(folders: FoundEnvironment[]): Promise<Set<string>> {
  const keys = folders.filter((folder) => !folder.isReady).map((folder) => folder.key);
  if (keys.length === 0) return new Set();
  const held = await pg<{ hash: string }[]>`
    select ((classid::bigint << 32) | objid::bigint)::text as hash from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted
      and database = (select oid from pg_database where datname = current_database())`;
  const hashes = await pg<{ key: string; hash: string }[]>`
    select key, hashtext(lock)::bigint::text as hash from unnest(${keys}::text[], ${keys.map(buildLock)}::text[]) as t(key, lock)`;
  const locked = new Set(held.map((row) => row.hash));
  return new Set(hashes.filter((row) => locked.has(row.hash)).map((row) => row.key));
}
