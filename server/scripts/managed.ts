import { and, asc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { containing } from "@/db/like";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { toDoctorReport } from "@/server/introspection/doctor";
import { phrase } from "@/server/language/text";
import { correctionsOfVersion, withUsedSpec } from "./used-spec";
import { versionLabel } from "./version-string";

export interface ManagedFilter {
  /** Text to search for in name, description or group. */
  text?: string;
  /** `attention`: scripts without a default version; `off`: disabled scripts. */
  state?: "attention" | "off";
  /** The `next` of the previous page. */
  after?: string;
}

/** A script in the list for staff. */
export interface ManagedScript {
  slug: string;
  name: string;
  group: string;
  isActive: boolean;
  versions: number;
  /** For example "v1.2"; null if there is none. */
  defaultVersion: string | null;
  /** What prevents it from running, in Wooey's sentences. */
  issues: string[];
  /** The Doctor's warnings about the default version. */
  warnings: string[];
}

const PAGE = 50;

/** A page of scripts by name, including inactive ones. @throws unauthenticated, forbidden unless staff */
export async function listManagedScripts(
  actor: Actor,
  filter: ManagedFilter,
): Promise<{ rows: ManagedScript[]; next: string | null }> {
  requireStaffReader(actor);
  const rows = await db
    .select({
      slug: scripts.slug,
      name: scripts.name,
      isActive: scripts.isActive,
      group: scriptGroups.name,
      versions: sql<number>`(select count(*)::int from script_versions as v where v.script_id = ${scripts.id})`,
      usable: sql<boolean>`exists (
        select from script_versions as v where v.script_id = ${scripts.id} and v.is_active)`,
      version: { version: scriptVersions.version, iteration: scriptVersions.iteration, spec: scriptVersions.spec },
      corrections: correctionsOfVersion,
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .leftJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .where(conditionsOf(filter))
    .orderBy(asc(scripts.name), asc(scripts.slug))
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE).map(({ version, corrections, usable, ...row }) => {
    const issues = issuesOf({ versions: row.versions, isUsable: usable, hasDefault: version !== null });
    if (!version) return { ...row, defaultVersion: null, issues, warnings: [] };
    const { spec, outdated } = withUsedSpec({ spec: version.spec, corrections });
    const { findings } = toDoctorReport({ spec, durationMs: 0, isolationLevel: 0 }, outdated);
    const warnings = findings.filter((one) => one.level === "warning" || one.level === "error");
    return { ...row, defaultVersion: versionLabel(version), issues, warnings: warnings.map((one) => one.message) };
  });
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > PAGE && last ? `${last.name}~${last.slug}` : null };
}

function conditionsOf({ text, state, after }: ManagedFilter): SQL | undefined {
  const pattern = containing(text ?? "");
  const at = after?.lastIndexOf("~") ?? -1;
  return and(
    text
      ? or(...[scripts.name, scripts.description, scriptGroups.name].map((each) => ilike(each, pattern)))
      : undefined,
    state === "off" ? sql`not ${scripts.isActive}` : undefined,
    state === "attention" ? sql`${scriptVersions.id} is null` : undefined,
    after === undefined
      ? undefined
      : sql`(${scripts.name}, ${scripts.slug}) > (${after.slice(0, at)}, ${after.slice(at + 1)})`,
  );
}

/** Wooey's sentences about what prevents a script from running. They are phrases because API v1 also returns them. */
export function issuesOf(script: { versions: number; isUsable: boolean; hasDefault: boolean }): string[] {
  return [
    script.versions === 0 ? phrase("This script does not have any script versions.") : null,
    script.versions > 0 && !script.isUsable ? phrase("This script does not have any active script versions.") : null,
    script.hasDefault ? null : phrase("This script does not have a default version."),
  ].filter((issue) => issue !== null);
}
