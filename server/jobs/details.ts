import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { assetPath } from "./assets";
import { baseName } from "./download";
import { readWholeOutput } from "./output";
import { readJobId } from "./permalink";
import { getOwnJob } from "./queries";
import { archiveName, toWooeyState, type WooeyDetails, type WooeyState } from "./wooey";

/** A job's state as API v1 answers it. @throws unauthenticated, forbidden, not_found */
export async function getWooeyState(actor: Actor, id: string): Promise<WooeyState> {
  requireUser(actor);
  return toWooeyState(await getOwnJob(actor, readJobId(id)));
}

/**
 * Everything about a job as API v1 answers it. Assets are there once it has ended, each with a URL on `origin` that
 * opens for a day to whoever has it. @throws unauthenticated, forbidden, not_found
 */
export async function getWooeyDetails(actor: Actor, id: string, origin: string): Promise<WooeyDetails> {
  requireUser(actor);
  const job = await getOwnJob(actor, readJobId(id));
  const state = toWooeyState(job);
  const hasAssets = state.is_complete && state.status !== "deleted";
  const [output, assets] = await Promise.all([readWholeOutput(job), hasAssets ? listAssets(job, origin) : []]);
  const { uuid, name, description } = job;
  return { ...state, uuid, job_name: name, job_description: description, ...output, assets };
}

async function listAssets(job: { id: number; name: string }, origin: string) {
  const files = await db
    .select({ id: jobFiles.id, path: jobFiles.path, direction: jobFiles.direction })
    .from(jobFiles)
    .where(eq(jobFiles.jobId, job.id))
    .orderBy(asc(jobFiles.jobId), asc(jobFiles.id));
  const archives = files.some((file) => file.direction === "output") ? (["zip", "tar.gz"] as const) : [];
  const listed = [
    ...archives.map((kind) => ({ asset: { kind, id: job.id }, name: `${archiveName(job.name)}.${kind}` })),
    ...files.map(({ id, path }) => ({ asset: { kind: "file" as const, id }, name: baseName(path) })),
  ];
  return listed.map(({ asset, name }) => ({ name, url: origin + assetPath(asset, name) }));
}
