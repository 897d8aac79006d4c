import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Upload } from "./api-answers";
import type { ApiClient } from "./api-client";
import { cacheFolder } from "./config";
import { ClientError, exitCodes } from "./exit-codes";
import { AnswerError } from "./problem";

/** A larger file is sent before its job, so that what has arrived is kept when the connection is lost. */
export const APART_BYTES_MIN = 32 * 1024 * 1024;

/** Attempts in a row that bring nothing further. */
const FAILURES_MAX = 6;
const IDLE_MS = 300_000;

export interface LocalFile {
  filename: string;
  file: string;
  sizeBytes: number;
}

interface Sending {
  signal?: AbortSignal;
  /** Gets the bytes that have been sent so far. */
  onSent?: (bytes: number) => void;
}

/**
 * Sends a file, and returns the id of the upload. Where a connection is lost it continues, and so does the same command
 * later: the protocol is tus 1.0.0, see docs/api.md. @throws AnswerError, ClientError if the server stays away
 */
export async function sendUpload(api: ApiClient, source: LocalFile, { signal, onSent }: Sending = {}): Promise<string> {
  const upload = (await findUnfinished(api, source)) ?? (await openUpload(api, source));
  remember(api, source, upload.id);
  let sentBytes = upload.receivedBytes;
  for (let failures = 0; sentBytes < source.sizeBytes; ) {
    try {
      await sendRest(api, { id: upload.id, source, start: sentBytes }, { ...(signal ? { signal } : {}), onSent });
      break;
    } catch (error) {
      if (signal?.aborted || !mayContinue(error) || failures === FAILURES_MAX) throw error;
      await wait(250 * 2 ** failures, undefined, signal ? { signal } : {});
      const { receivedBytes } = await getUpload(api, upload.id);
      failures = receivedBytes > sentBytes ? 0 : failures + 1;
      sentBytes = receivedBytes;
    }
  }
  return upload.id;
}

/** Forgets an upload that a job has taken over. */
export function forgetUpload(api: ApiClient, source: LocalFile): void {
  fs.rmSync(noteOf(api, source), { force: true });
}

const address = (id: string) => `/api/v2/uploads/${id}`;
const getUpload = (api: ApiClient, id: string) => api.json<Upload>(address(id));

function openUpload(api: ApiClient, { filename, sizeBytes }: LocalFile): Promise<Upload> {
  const name = Buffer.from(filename).toString("base64");
  const headers = { "upload-length": String(sizeBytes), "upload-metadata": `filename ${name}` };
  return api.json<Upload>("/api/v2/uploads", { method: "POST", headers });
}

async function sendRest(
  api: ApiClient,
  { id, source, start }: { id: string; source: LocalFile; start: number },
  { signal, onSent }: { signal?: AbortSignal; onSent: Sending["onSent"] },
): Promise<void> {
  const { file, sizeBytes } = source;
  const open = async function* () {
    let sentBytes = start;
    for await (const chunk of fs.createReadStream(file, { start, end: sizeBytes - 1, highWaterMark: 256 * 1024 })) {
      yield chunk;
      sentBytes += chunk.length;
      onSent?.(sentBytes);
    }
  };
  const answer = await api.send(address(id), {
    method: "PATCH",
    body: { sizeBytes: sizeBytes - start, open },
    headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(start) },
    retryMs: 0,
    idleMs: IDLE_MS,
    ...(signal ? { signal } : {}),
  });
  answer.resume();
}

/** Whether the server may take the rest later: it was not reached, is busy, or has received something else than was sent. */
function mayContinue(error: unknown): boolean {
  if (error instanceof AnswerError) return [409, 429, 502, 503, 504].includes(error.status);
  return error instanceof ClientError && error.exitCode === exitCodes.server;
}

/** The upload of the same file that an earlier command has begun, unless it has expired or the file has changed. */
async function findUnfinished(api: ApiClient, source: LocalFile): Promise<Upload | null> {
  const note = noteOf(api, source);
  if (!fs.existsSync(note)) return null;
  const [id = "", pid] = fs.readFileSync(note, "utf8").split(" ");
  if (isSentByAnother(Number(pid))) return null;
  try {
    const upload = await getUpload(api, id);
    return upload.sizeBytes === source.sizeBytes ? upload : null;
  } catch (error) {
    if (error instanceof AnswerError && error.status === 404) return null;
    throw error;
  }
}

/** Whether another command is still running that sends the upload: the job of that one will take it over. */
function isSentByAnother(pid: number): boolean {
  if (!pid || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // It is another person's.
  }
}

function remember(api: ApiClient, source: LocalFile, id: string): void {
  const note = noteOf(api, source);
  fs.mkdirSync(path.dirname(note), { recursive: true, mode: 0o700 });
  fs.writeFileSync(note, `${id} ${process.pid}`, { mode: 0o600 });
}

/**
 * Where the id of the upload of a file is kept, with that of the process that sends it: by the server, the path and the time
 * of the last change. The file may be gone by the time at which the upload is forgotten.
 */
function noteOf(api: ApiClient, { file, sizeBytes }: LocalFile): string {
  const about = [api.url, path.resolve(file), sizeBytes, fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs];
  const name = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 32);
  return path.join(cacheFolder(), "uploads", name);
}
