import { asc, type Column, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { environments, scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { issuesOf } from "@/server/scripts/managed";
import { scriptNotFound } from "@/server/scripts/patch";
import { versionNotFound } from "@/server/scripts/patch-version";
import type { WooeyScript, WooeyVersion } from "./script-answers";

const BATCH_SCRIPTS = 500;

/** All scripts by name, including inactive ones, read on demand. @throws unauthenticated, forbidden unless staff */
export async function listWooeyScripts(actor: Actor): Promise<AsyncIterable<WooeyScript[]>> {
  requireStaffReader(actor);
  const rows = await db.select({ id: scripts.id }).from(scripts).orderBy(asc(scripts.name), asc(scripts.id));
  return loadInBatches(rows.map((row) => row.id));
}

async function* loadInBatches(ids: number[]): AsyncGenerator<WooeyScript[]> {
  for (let at = 0; at < ids.length; at += BATCH_SCRIPTS) {
    const found = await load(isOneOf(scripts.id, ids.slice(at, at + BATCH_SCRIPTS)));
    yield found.map(({ versions, ...script }) => script);
  }
}

/** One script with its versions, newest first. @throws unauthenticated, forbidden unless staff, not_found */
export async function getWooeyScript(actor: Actor, slug: string): Promise<WooeyScript & { versions: WooeyVersion[] }> {
  requireStaffReader(actor);
  const [script] = await load(eq(scripts.slug, slug));
  if (!script) throw scriptNotFound();
  return script;
}

/**
 * A script and one of its versions, as the response to a change of the version. @throws as above, and for the version
 */
export async function getWooeyVersion(actor: Actor, slug: string, versionId: number) {
  const script = await getWooeyScript(actor, slug);
  const version = script.versions.find((one) => one.id === versionId);
  if (!version) throw versionNotFound();
  return { version, script };
}

const creator = alias(users, "creator");
const modifier = alias(users, "modifier");
const nameOf = (person: typeof creator | typeof modifier) =>
  sql<string>`coalesce(nullif(${person.fullName}, ''), ${person.username}, '')`;

/** Passes many ids in one parameter; Drizzle's `inArray` would use one for each. */
function isOneOf(column: Column, ids: number[]): SQL {
  return sql`${column} = any(${`{${ids.join()}}`}::int[])`;
}

async function load(where?: SQL): Promise<(WooeyScript & { versions: WooeyVersion[] })[]> {
  const rows = await db
    .select({
      script: scripts,
      group: { name: scriptGroups.name, slug: scriptGroups.slug },
      environmentName: environments.name,
      createdBy: nameOf(creator),
      modifiedBy: nameOf(modifier),
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .leftJoin(environments, eq(environments.id, scripts.environmentId))
    .leftJoin(creator, eq(creator.id, scripts.createdById))
    .leftJoin(modifier, eq(modifier.id, scripts.modifiedById))
    .where(where)
    .orderBy(asc(scripts.name), asc(scripts.id));
  const versions = await loadVersions(where && rows.map((row) => row.script.id));
  return rows.map((row) => toWooeyScript(row, versions.get(row.script.id) ?? []));
}

type Row = {
  script: typeof scripts.$inferSelect;
  group: { name: string; slug: string };
  environmentName: string | null;
  createdBy: string;
  modifiedBy: string;
};

function toWooeyScript(row: Row, versions: WooeyVersion[]): WooeyScript & { versions: WooeyVersion[] } {
  const { script, group } = row;
  return {
    id: script.id,
    slug: script.slug,
    script_name: script.name,
    group: group.name,
    group_slug: group.slug,
    virtual_environment_id: script.environmentId,
    virtual_environment_name: row.environmentName ?? "",
    script_description: script.description,
    documentation: script.documentation,
    script_order: script.position,
    is_active: script.isActive,
    ignore_bad_imports: script.ignoreBadImports,
    execute_full_path: script.executeFullPath,
    save_path: script.savePath ?? "",
    created_date: script.createdAt.toISOString(),
    created_by: row.createdBy,
    modified_date: script.modifiedAt.toISOString(),
    modified_by: row.modifiedBy,
    versions_count: versions.length,
    issues: issuesOf({
      versions: versions.length,
      isUsable: versions.some((version) => version.is_active),
      hasDefault: versions.some((version) => version.default_version),
    }),
    default_version: versions.find((version) => version.default_version) ?? null,
    versions,
  };
}

/** Versions by script, newest first; of all scripts if no ids are given. */
async function loadVersions(scriptIds: number[] | undefined): Promise<Map<number, WooeyVersion[]>> {
  const { spec, report, ...columns } = getTableColumns(scriptVersions);
  const rows = await db
    .select({ version: columns, slug: scripts.slug, createdBy: nameOf(creator), modifiedBy: nameOf(modifier) })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .leftJoin(creator, eq(creator.id, scriptVersions.createdById))
    .leftJoin(modifier, eq(modifier.id, scriptVersions.modifiedById))
    .where(scriptIds && isOneOf(scriptVersions.scriptId, scriptIds))
    .orderBy(desc(scriptVersions.createdAt), desc(scriptVersions.id));
  const byScript = new Map<number, WooeyVersion[]>();
  for (const { version, slug, createdBy, modifiedBy } of rows) {
    const list = byScript.get(version.scriptId) ?? [];
    byScript.set(version.scriptId, list);
    list.push({
      id: version.id,
      script_version: version.version,
      script_iteration: version.iteration,
      is_active: version.isActive,
      default_version: version.isDefault,
      checksum: version.sha1,
      script_path: `wooey_scripts/${version.filename}`,
      script_url: `/api/scripts/v1/${slug}/versions/${version.id}/source/`,
      script_filename: version.filename,
      created_date: version.createdAt.toISOString(),
      created_by: createdBy,
      modified_date: version.modifiedAt.toISOString(),
      modified_by: modifiedBy,
    });
  }
  return byScript;
}
