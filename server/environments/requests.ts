import { pg } from "@/db/client";
import { jobIsRunning } from "@/db/job-conditions";
import type { FoundEnvironment } from "./folder";
import { normalRequirements } from "./requirements";
import { satisfiesPython } from "./requires-python";

/** An environment request of some scripts: a virtual environment, or the packages of a PEP 723 block. */
export interface RequestedEnvironment {
  /** The virtual environment; null for a PEP 723 block. */
  environment: { id: number; name: string; pythonBinary: string } | null;
  requiresPython: string;
  requirements: string[];
  /** Scripts with a version that may be run in it. */
  scripts: { slug: string; name: string }[];
  /** Versions that request it. */
  versionIds: number[];
}

interface Row {
  versionId: number;
  slug: string;
  name: string;
  environmentId: number | null;
  pep723: { requiresPython?: string | null; dependencies: string[] } | null;
}

/** All requests: each virtual environment by name, then the requests of blocks, each set of packages once. */
export async function listRequestedEnvironments(): Promise<RequestedEnvironment[]> {
  const [environments, rows] = await Promise.all([
    pg<{ id: number; name: string; pythonBinary: string; requirements: string }[]>`
      select id, name, python_binary as "pythonBinary", requirements from environments order by name, id`,
    pg<Row[]>`
      select version.id as "versionId", slug, name, environment_id as "environmentId", version.spec->'pep723' as pep723
      from script_versions version join scripts on scripts.id = script_id
      where version.is_active
        and (environment_id is not null or jsonb_array_length(version.spec->'pep723'->'dependencies') > 0)
      order by name, slug, version.id`,
  ]);
  const declared = environments.map((environment): RequestedEnvironment => {
    const itsRows = rows.filter((row) => row.environmentId === environment.id);
    const requirements = normalRequirements(environment.requirements);
    return { environment, requiresPython: "", requirements, ...usersOf(itsRows) };
  });
  return [...declared, ...ofBlocks(rows.filter((row) => row.environmentId === null))];
}

/** Whether a built environment satisfies the request. */
export function isRequested(built: FoundEnvironment, requested: RequestedEnvironment): boolean {
  if (JSON.stringify(built.requirements) !== JSON.stringify(requested.requirements)) return false;
  if (!requested.environment) {
    const { version } = built.python; // "" if no suitable interpreter was found
    return !built.systemPackages && (version === "" || satisfiesPython(version, requested.requiresPython));
  }
  return built.systemPackages && [built.asked, built.python.path].includes(requested.environment.pythonBinary);
}

/** Running jobs of scripts that request any of these environments, by the id of a version; a few, with their names. */
export async function listRunningJobs(requested: RequestedEnvironment[]): Promise<{ id: number; name: string }[]> {
  const slugs = requested.flatMap((each) => each.scripts.map((script) => script.slug));
  return pg<{ id: number; name: string }[]>`
    select jobs.id, jobs.name from jobs join script_versions on script_versions.id = version_id
      join scripts on scripts.id = script_id
    where ${jobIsRunning()} and slug = any(${slugs}) order by jobs.id limit 5`;
}

function ofBlocks(rows: Row[]): RequestedEnvironment[] {
  const byBlock = grouped(rows, (row) => JSON.stringify([row.pep723?.requiresPython ?? "", row.pep723?.dependencies]));
  // Blocks that list the same requirements in another order request the same environment.
  const requestOf = ([block]: [string, Row[]]) => {
    // The grouping above writes only these two.
    const [requiresPython, dependencies] = JSON.parse(block) as [string, string[]];
    return JSON.stringify([requiresPython, normalRequirements(dependencies.join("\n"))]);
  };
  return [...grouped([...byBlock], requestOf)].map(([request, blocks]) => {
    // The function above writes only these two.
    const [requiresPython, requirements] = JSON.parse(request) as [string, string[]];
    return {
      environment: null,
      requiresPython,
      requirements,
      ...usersOf(blocks.flatMap(([, blockRows]) => blockRows)),
    };
  });
}

function grouped<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function usersOf(rows: Row[]): Pick<RequestedEnvironment, "scripts" | "versionIds"> {
  const names = new Map(rows.map((row) => [row.slug, row.name]));
  return { scripts: [...names].map(([slug, name]) => ({ slug, name })), versionIds: rows.map((row) => row.versionId) };
}
