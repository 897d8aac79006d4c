import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { files, jobFiles, jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireStaff, requireStaffReader } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { scriptNotFound } from "./patch";
import { versionNotFound } from "./patch-version";

/** Counting stops here; this number means "this many or more". */
export const COUNT_MAX = 10_000;

/** What is deleted together with a script or with one of its versions. */
export interface ScriptContents {
  versions: number;
  /** Jobs that have not been deleted, with their output and results; at most COUNT_MAX. */
  jobs: number;
  /** How many of these jobs wait or run; they must end first. */
  openJobs: number;
  /** Input and output files of the jobs; at most COUNT_MAX. */
  files: number;
}

/**
 * Counts what would be deleted with a script or a version. @throws unauthenticated, forbidden unless staff, not_found
 */
export async function countScriptContents(actor: Actor, slug: string, versionId?: number): Promise<ScriptContents> {
  requireStaffReader(actor);
  const ids = (await findVersions(db, slug, versionId)).map((version) => version.id);
  return count(db, ids);
}

export const deleteScriptInput = z.object({ confirmation: z.string() });

/**
 * Deletes a script with its versions, jobs, results and favourites; `confirmation` is its name, typed by the person.
 * The stored contents of its jobs are removed within two hours.
 * @throws unauthenticated, forbidden unless staff, not_found, invalid, conflict while one of its jobs waits or runs
 */
export async function deleteScript(
  actor: Actor,
  slug: string,
  input: z.input<typeof deleteScriptInput>,
): Promise<void> {
  requireStaff(actor);
  const { confirmation } = deleteScriptInput.parse(input);
  await db.transaction(async (tx) => {
    const script = await lockScript(tx, slug);
    if (confirmation.trim() !== script.name.trim())
      throw invalidField("confirmation", t("Enter the name exactly: {name}.", { name: script.name }));
    const versions = await findVersions(tx, slug);
    const gone = await removeVersions(tx, versions);
    await tx.delete(scripts).where(eq(scripts.id, script.id));
    const detail = { name: script.name, versions: gone.versions, jobs: gone.jobs };
    await recordAudit(tx, actor, { action: "script.delete", target: `script:${slug}`, detail });
  });
}

/**
 * Deletes a version with its jobs and results. If it was the default, the script has no default until staff choose one.
 * @throws unauthenticated, forbidden unless staff, not_found, conflict while one of its jobs waits or runs
 */
export async function deleteVersion(actor: Actor, slug: string, versionId: number): Promise<void> {
  requireStaff(actor);
  await db.transaction(async (tx) => {
    await lockScript(tx, slug);
    const [version] = await findVersions(tx, slug, versionId);
    if (!version) throw versionNotFound();
    const { jobs: jobCount } = await removeVersions(tx, [version]);
    const detail = { version: version.version, iteration: version.iteration, jobs: jobCount };
    await recordAudit(tx, actor, { action: "version.delete", target: `script:${slug}`, detail });
  });
}

async function lockScript(tx: Queryable, slug: string) {
  const { id, name } = scripts;
  const [script] = await tx.select({ id, name }).from(scripts).where(eq(scripts.slug, slug)).for("update");
  if (!script) throw scriptNotFound();
  return script;
}

type FoundVersion = Pick<
  typeof scriptVersions.$inferSelect,
  "id" | "version" | "iteration" | "sha256" | "sha1" | "sizeBytes"
>;

async function findVersions(tx: Queryable, slug: string, versionId?: number): Promise<FoundVersion[]> {
  const { id, version, iteration, sha256, sha1, sizeBytes } = scriptVersions;
  return tx
    .select({ id, version, iteration, sha256, sha1, sizeBytes })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(eq(scripts.slug, slug), versionId === undefined ? undefined : eq(scriptVersions.id, versionId)));
}

async function removeVersions(tx: Queryable, versions: FoundVersion[]): Promise<ScriptContents> {
  const ids = versions.map((version) => version.id);
  // From here on, anyone who submits a job of one of these versions waits, and then finds the version gone.
  await tx.select({ id: scriptVersions.id }).from(scriptVersions).where(inArray(scriptVersions.id, ids)).for("update");
  const gone = await count(tx, ids);
  if (gone.openJobs > 0) throw jobsAreOpen(gone.openJobs);
  // Gives the contents rows, as a job's files have, so that the hourly cleanup finds that nothing refers to them.
  const contents = versions.map(({ sha256, sha1, sizeBytes }) => ({ sha256, sha1, sizeBytes }));
  if (contents.length > 0) await tx.insert(files).values(contents).onConflictDoNothing();
  await tx.delete(scriptVersions).where(inArray(scriptVersions.id, ids));
  return gone;
}

function jobsAreOpen(count: number): AppError {
  const message = t(
    "{count, plural, one {# job is waiting or running. Stop it first, or wait until it ends.} other {# jobs are waiting or running. Stop them first, or wait until they end.}}",
    { count },
  );
  return new AppError("conflict", message);
}

async function count(tx: Queryable, ids: number[]): Promise<ScriptContents> {
  const isOfThem = inArray(jobs.versionId, ids);
  const isThere = sql`${jobs.deletedAt} is null`;
  const [all, open, ofFiles] = await Promise.all([
    upTo(tx, sql`select 1 from ${jobs} where ${isOfThem} and ${isThere}`),
    upTo(tx, sql`select 1 from ${jobs} where ${isOfThem} and ${jobs.endedAt} is null`),
    upTo(
      tx,
      sql`select 1 from ${jobFiles} join ${jobs} on ${jobs.id} = ${jobFiles.jobId} where ${isOfThem} and ${isThere}`,
    ),
  ]);
  return { versions: ids.length, jobs: all, openJobs: open, files: ofFiles };
}

async function upTo(tx: Queryable, rows: SQL): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from (${rows} limit ${COUNT_MAX}) as counted`,
  );
  return row?.count ?? 0;
}
