import { pg } from "@/db/client";
import type { JobFile } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { assetPath } from "@/server/files/assets";
import { toBody } from "@/server/files/stream";
import { archiveName } from "@/server/jobs/archive";
import { baseName } from "@/server/jobs/download";
import { readJobId } from "@/server/jobs/permalink";
import { getOwnJob, type OwnJob } from "@/server/jobs/queries";
import { readOutputBytes, readWholeOutput } from "@/server/output/read";
import { toWooeyState, type WooeyDetails, type WooeyState } from "./job-answers";

/** A job's state as API v1 answers it. @throws unauthenticated, forbidden, not_found */
export async function getWooeyState(actor: Actor, id: string): Promise<WooeyState> {
  requireUser(actor);
  return toWooeyState(await getOwnJob(actor, readJobId(id)));
}

/** How much output is answered in one piece; more is written as it is read. */
const WHOLE_BYTES_MAX = 1024 * 1024;
const PIECE_CHARACTERS = 128 * 1024;

/**
 * Everything about a job as API v1 answers it (`wooeyDetails`). Assets are there once it has ended, each with a URL on
 * `origin` that opens for a day to whoever has it. @throws unauthenticated, forbidden, not_found
 */
export async function sendWooeyDetails(actor: Actor, id: string, origin: string): Promise<Response> {
  requireUser(actor);
  const job = await getOwnJob(actor, readJobId(id));
  const state = toWooeyState(job);
  const head = { ...state, uuid: job.uuid, job_name: job.name, job_description: job.description };
  const isWhole = job.outputBytes <= WHOLE_BYTES_MAX;
  const hasAssets = state.is_complete && state.status !== "deleted";
  const [assets, output] = await Promise.all([
    hasAssets ? listAssets(job, origin) : [],
    isWhole ? readWholeOutput(job) : null,
  ]);
  if (output) return Response.json({ ...head, ...output, assets } satisfies WooeyDetails);
  const body = toBody(() => inPieces(writeDetails(job, head, assets)));
  return new Response(body, { headers: { "content-type": "application/json" } });
}

/** The same JSON, bit by bit: what is kept of an output may be 65 MB, and many may ask at a time. */
async function* writeDetails(
  job: OwnJob,
  head: Omit<WooeyDetails, "stdout" | "stderr" | "assets">,
  assets: WooeyDetails["assets"],
): AsyncGenerator<string> {
  yield JSON.stringify(head).slice(0, -1);
  for (const stream of ["stdout", "stderr"] as const) {
    yield `,"${stream}":"`;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    for await (const bytes of readOutputBytes(job, { stream, start: 0, end: Number.MAX_SAFE_INTEGER })) {
      yield inString(decoder.decode(bytes, { stream: true }));
    }
    yield `${inString(decoder.decode())}"`;
  }
  yield `,"assets":${JSON.stringify(assets)}}`;
}

/** A text as it stands within the quotes of a JSON string. */
function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Texts put together into pieces worth sending: output may have been stored in bits of a line each. */
async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

async function listAssets(job: { id: number; name: string }, origin: string) {
  const files = await pg<Pick<JobFile, "id" | "path" | "direction">[]>`
    select id, path, direction from job_files where job_id = ${job.id} order by job_id, id`;
  const archives = files.some((file) => file.direction === "output") ? (["zip", "tar.gz"] as const) : [];
  const listed = [
    ...archives.map((kind) => ({ asset: { kind, id: job.id }, name: `${archiveName(job.name)}.${kind}` })),
    ...files.map(({ id, path }) => ({ asset: { kind: "file" as const, id }, name: baseName(path) })),
  ];
  return listed.map(({ asset, name }) => ({ name, url: origin + assetPath(asset, name) }));
}
