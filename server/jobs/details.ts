import { sql } from "@/db/client";
import type { JobFile } from "@/db/schema/jobs";
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
  const files = await sql<Pick<JobFile, "id" | "path" | "direction">[]>`
    select id, path, direction from job_files where job_id = ${job.id} order by job_id, id`;
  const archives = files.some((file) => file.direction === "output") ? (["zip", "tar.gz"] as const) : [];
  const listed = [
    ...archives.map((kind) => ({ asset: { kind, id: job.id }, name: `${archiveName(job.name)}.${kind}` })),
    ...files.map(({ id, path }) => ({ asset: { kind: "file" as const, id }, name: baseName(path) })),
  ];
  return listed.map(({ asset, name }) => ({ name, url: origin + assetPath(asset, name) }));
}
