import { and, eq, inArray } from "drizzle-orm";
import { joinCommandLine } from "@/command-line/shell";
import type { ScriptSpec } from "@/command-line/spec";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { scriptVersions } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { correctionsOfVersion, withUsedSpec } from "@/server/scripts/used-spec";
import { toArguments } from "./command-line";
import { listJobs } from "./list";
import type { JobRow } from "./view";

export interface RecentRun extends JobRow {
  /** Its arguments as on a command line; secrets are masked. */
  given: string;
}

/** The actor's latest runs of a script with their arguments, newest first. */
export async function listRecentRuns(actor: Actor, scriptSlug: string, limit: number): Promise<RecentRun[]> {
  const { rows } = await listJobs(actor, { scope: "mine", scriptSlug, limit });
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [submitted, files, specs] = await Promise.all([
    db.select({ id: jobs.id, values: jobs.values, argv: jobs.argv }).from(jobs).where(inArray(jobs.id, ids)),
    db
      .select({ id: jobFiles.id, path: jobFiles.path })
      .from(jobFiles)
      .where(and(inArray(jobFiles.jobId, ids), eq(jobFiles.direction, "input"))),
    readSpecs([...new Set(rows.map((row) => row.version.id))]),
  ]);
  return rows.flatMap((row) => {
    const job = submitted.find((one) => one.id === row.id);
    const spec = specs.get(row.version.id);
    return job && spec ? [{ ...row, given: joinCommandLine(toArguments({ ...job, spec }, files)) }] : [];
  });
}

/** What distinguishes secrets from other arguments, by version, because most runs have the same version. */
async function readSpecs(versionIds: number[]): Promise<Map<number, ScriptSpec>> {
  const rows = await db
    .select({ id: scriptVersions.id, spec: scriptVersions.spec, corrections: correctionsOfVersion })
    .from(scriptVersions)
    .where(inArray(scriptVersions.id, versionIds));
  return new Map(rows.map((row) => [row.id, withUsedSpec(row).spec]));
}
