import { and, desc, eq, sql } from "drizzle-orm";
import type { ScriptSpec } from "@/command-line/spec";
import { db } from "@/db/client";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, isStaffReader } from "@/server/auth/actor";
import { canRun, scriptsVisibleTo } from "./policy";
import { accessColumns, type ListedVersion, listedColumns } from "./queries";
import { cachedSpecOf } from "./spec-cache";
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
  const [found] = await db
    .select({
      slug: scripts.slug,
      name: scripts.name,
      description: scripts.description,
      documentation: scripts.documentation,
      group: { slug: scriptGroups.slug, name: scriptGroups.name },
      tags: tagsOfScript(),
      isActive: scripts.isActive,
      access: accessColumns(),
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .where(and(eq(scripts.slug, slug), scriptsVisibleTo(actor)));
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

type VersionState = ListedVersion & { state: string };

/** `state` is that of `specState` in spec-cache.ts. */
function listVersionStates(scriptId: number, { withInactive }: { withInactive: boolean }): Promise<VersionState[]> {
  const state = sql<string>`"script_versions".xmin::text || ' ' || coalesce((
    select string_agg(correction.xmin::text || correction.path, ' ' order by correction.path)
    from corrections correction where correction.script_id = "script_versions"."script_id"), '')`;
  return db
    .select({ ...listedColumns, state })
    .from(scriptVersions)
    .where(and(eq(scriptVersions.scriptId, scriptId), withInactive ? undefined : scriptVersions.isActive))
    .orderBy(desc(scriptVersions.createdAt), desc(scriptVersions.id));
}

function fits(row: VersionState, { version, iteration }: { version: string; iteration?: number }): boolean {
  return row.version === version && (iteration === undefined || row.iteration === iteration);
}

function newestOf(rows: VersionState[]): VersionState | undefined {
  return rows.toSorted((a, b) => b.iteration - a.iteration)[0];
}
