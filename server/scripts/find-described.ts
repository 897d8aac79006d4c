import { and, eq, sql } from "drizzle-orm";
import type { ScriptSpec } from "@/command-line/spec";
import { pg, runPrepared } from "@/db/client";
import { scripts } from "@/db/schema/scripts";
import { type Actor, isStaffReader } from "@/server/auth/actor";
import { canRun, type ScriptAccess, scriptsVisibleTo } from "./policy";
import { accessOfScript, type ListedVersion } from "./queries";
import { cachedSpecOf, specState } from "./spec-cache";
import { tagsOfScript } from "./tags";

/** A script as programs read it. */
export interface DescribedScript {
  slug: string;
  name: string;
  description: string;
  documentation: string;
  group: { slug: string; name: string };
  tags: string[];
  isActive: boolean;
  /** Whether the actor may run the version. */
  mayRun: boolean;
  /** Newest first; disabled versions are included only for staff. */
  versions: ListedVersion[];
  /** The requested version, or the default one; null if there is none. */
  version: ListedVersion | null;
  /** The form of the version, with the corrections of staff. Do not change it: others share it. */
  spec: ScriptSpec | null;
}

/**
 * The script with this slug and the form of a version: the newest iteration if several match. Null if the actor may not
 * see such a script. The spec is only read when it has changed.
 */
export async function findDescribedScript(
  actor: Actor,
  slug: string,
  requested?: { version: string; iteration?: number },
): Promise<DescribedScript | null> {
  const found = await findRow(actor, slug);
  if (!found) return null;
  const { access, ...script } = found;
  const rows = await listVersionStates(access.id, { withInactive: isStaffReader(actor) });
  const chosen = requested ? newestOf(rows.filter((row) => fits(row, requested))) : rows.find((row) => row.isDefault);
  const isActive = script.isActive && chosen?.isActive === true;
  return {
    ...script,
    mayRun: canRun(actor, { ...access, isActive }),
    versions: rows.map(({ state: _, ...version }) => version),
    version: chosen ?? null,
    spec: chosen ? await cachedSpecOf(chosen.id, chosen.state) : null,
  };
}

type ScriptRow = Omit<DescribedScript, "mayRun" | "versions" | "version" | "spec"> & { access: ScriptAccess };

async function findRow(actor: Actor, slug: string): Promise<ScriptRow | undefined> {
  const [row] = await runPrepared<ScriptRow>(sql`
    select scripts.slug, scripts.name, scripts.description, scripts.documentation, ${tagsOfScript()} as tags,
      jsonb_build_object('slug', script_groups.slug, 'name', script_groups.name) as "group",
      scripts.is_active as "isActive", ${accessOfScript} as access
    from scripts join script_groups on script_groups.id = scripts.group_id
    where ${and(eq(scripts.slug, slug), scriptsVisibleTo(actor))}`);
  return row;
}

type VersionState = ListedVersion & { state: string };

/** `state` is that of `specState` in spec-cache.ts. */
function listVersionStates(scriptId: number, { withInactive }: { withInactive: boolean }): Promise<VersionState[]> {
  return pg<VersionState[]>`
    select version.id, version.version, version.iteration, version.is_default as "isDefault",
      version.is_active as "isActive", version.created_at as "createdAt", ${specState()} as state
    from script_versions version
    where version.script_id = ${scriptId} and (${withInactive} or version.is_active)
    order by version.created_at desc, version.id desc`;
}

function fits(row: VersionState, { version, iteration }: { version: string; iteration?: number }): boolean {
  return row.version === version && (iteration === undefined || row.iteration === iteration);
}

function newestOf(rows: VersionState[]): VersionState | undefined {
  return rows.toSorted((a, b) => b.iteration - a.iteration)[0];
}
