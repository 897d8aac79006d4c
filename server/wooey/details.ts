import { pg } from "@/db/client";
import type { JobFile } from "@/db/schema/jobs";
import { type AccountReference, toAccountReference } from "@/server/auth/account";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { assetPath } from "@/server/files/assets";
import { archiveName } from "@/server/jobs/archive";
import { baseName } from "@/server/jobs/download";
import { readJobId } from "@/server/jobs/permalink";
import { getOwnJob, type OwnJob } from "@/server/jobs/queries";
import { type OutputRun, readFullOutput, readOutputBytes } from "@/server/output/read";
import { toWooeyState, type WooeyDetails, type WooeyState } from "./job-answers";

/** A job's state as API v1 returns it. @throws unauthenticated, forbidden, not_found */
export async function getWooeyState(actor: Actor, id: string): Promise<WooeyState> {
  requireUser(actor);
  return toWooeyState(await getOwnJob(actor, readJobId(id), "read"));
}

/** Output up to this size is returned at once; more is written while it is read. */
const AT_ONCE_BYTES_MAX = 1024 * 1024;
const CHUNK_CHARACTERS = 128 * 1024;

/**
 * Everything about a job as API v1 returns it: as data, or as JSON text that is written while it is read if the job has
 * much output. Assets exist once the job has ended, each with a URL on `origin` that anyone can open for a day, until the
 * owner takes access back.
 * @throws unauthenticated, forbidden, not_found
 */
export async function getWooeyDetails(
  actor: Actor,
  id: string,
  origin: string,
): Promise<{ details: WooeyDetails } | { writeJson: () => AsyncIterable<string> }> {
  const account = toAccountReference(actor, requireUser(actor));
  const job = await getOwnJob(actor, readJobId(id), "read");
  const state = toWooeyState(job);
  const head = { ...state, uuid: job.uuid, job_name: job.name, job_description: job.description };
  const isShort = job.outputBytes <= AT_ONCE_BYTES_MAX;
  const run = { ...job, showsSecrets: true } as const;
  const hasAssets = state.is_complete && state.status !== "deleted";
  const [assets, output] = await Promise.all([
    hasAssets ? listAssets(job, { origin, account }) : [],
    isShort ? readFullOutput(run) : null,
  ]);
  if (output) return { details: { ...head, ...output, assets } };
  return { writeJson: () => inChunks(writeDetails(run, head, assets)) };
}

/** The same JSON in small texts, because the stored output may be 65 MB and there may be many requests at a time. */
async function* writeDetails(
  run: OutputRun,
  head: Omit<WooeyDetails, "stdout" | "stderr" | "assets">,
  assets: WooeyDetails["assets"],
): AsyncGenerator<string> {
  yield JSON.stringify(head).slice(0, -1);
  for (const stream of ["stdout", "stderr"] as const) {
    yield `,"${stream}":"`;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    for await (const bytes of readOutputBytes(run, { stream, start: 0, end: Number.MAX_SAFE_INTEGER })) {
      yield inString(decoder.decode(bytes, { stream: true }));
    }
    yield `${inString(decoder.decode())}"`;
  }
  yield `,"assets":${JSON.stringify(assets)}}`;
}

/** A text as it appears between the quotes of a JSON string. */
function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Joins texts into chunks of a useful size, because output may have been stored line by line. */
async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

async function listAssets(job: OwnJob, { origin, account }: { origin: string; account: AccountReference }) {
  const { linkGeneration } = job;
  const files = await pg<Pick<JobFile, "id" | "path" | "direction">[]>`
    select id, path, direction from job_files where job_id = ${job.id} order by job_id, id`;
  const archives = files.some((file) => file.direction === "output") ? (["zip", "tar.gz"] as const) : [];
  const listed = [
    ...archives.map((kind) => ({ asset: { kind, id: job.id }, name: `${archiveName(job.name)}.${kind}` })),
    ...files.map(({ id, path }) => ({ asset: { kind: "file" as const, id }, name: baseName(path) })),
  ];
  return listed.map(({ asset, name }) => ({ name, url: origin + assetPath({ asset, linkGeneration, account }, name) }));
}
