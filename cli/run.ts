import { randomUUID } from "node:crypto";
import type { Job, JobFile, Page } from "./api-answers";
import type { ApiClient } from "./api-client";
import { type ArgumentFiles, checkArguments, openInputs } from "./command-line";
import { connect, type ServerOptions } from "./connection";
import { describeScript } from "./describe";
import { ClientError, exitCodes } from "./exit-codes";
import { type FetchedFile, fetchFiles, listOutputFiles, withoutHidden } from "./fetch-files";
import { followOutput, type JobEnd, writeOutput } from "./follow-output";
import { type Interruption, watchInterruption } from "./interruption";
import { deadline } from "./jobs";
import { multipart, type Part } from "./multipart";
import { AnswerError } from "./problem";
import { endWithReader } from "./script-output";
import { type InputSource, readStandardInput, type StdinOption } from "./standard-input";
import { clearProgress, print, printJson, showProgress, talk } from "./terminal";
import { APART_BYTES_MIN, forgetUpload, sendUpload } from "./upload";
import { exitCodeOf, waitForEnd } from "./wait-for-end";

export interface RunOptions extends ServerOptions {
  detach?: true;
  json?: true;
  waitTimeout?: string;
  stdin?: StdinOption;
  out?: string;
  /** False for `--no-files`. */
  files?: boolean;
  name?: string;
  version?: string;
  tag?: string[];
}

/**
 * `wooey run SLUG -- ARGS…`: runs a script at the server as `./script ARGS…` would run here. Named files are sent, its
 * output appears as it is written, its files are fetched, and its exit code is that of this process.
 */
export async function run(slug: string, args: string[], options: RunOptions): Promise<void> {
  const api = connect(options);
  const until = deadline(options.waitTimeout, "--wait-timeout");
  const interruption = watchInterruption();
  try {
    const [files, stdin] = await Promise.all([
      checkArguments(api, slug, { args, version: options.version, signal: interruption.signal }),
      readStandardInput(options.stdin),
    ]);
    const job = await submit(api, { slug, args, files, stdin, options, signal: interruption.signal });
    const cancel = async () => void (await api.json(`/api/v2/jobs/${job.id}/cancel`, { method: "POST" }));
    interruption.setJob(job.id, cancel);
    if (options.detach) return reportDetached(api, job, options);
    endWithReader(() => void cancel().finally(() => process.exit(141)));
    await finish(api, { job, until, interruption, options });
  } catch (error) {
    // Whatever still sends must not keep this process.
    if (!process.stdin.isTTY) process.stdin.destroy();
    if (isRefusedHelp(error, args))
      return describeScript(slug, { server: options.server, version: options.version, json: options.json });
    if (!interruption.signal.aborted) throw error;
    clearProgress();
    process.exitCode = exitCodes.interrupted;
  }
}

/** The script's own help is what the server knows of its options; to a script that has another use for -h, it is passed. */
function isRefusedHelp(error: unknown, args: string[]): boolean {
  const isHelp = args.length === 1 && (args[0] === "--help" || args[0] === "-h");
  return isHelp && error instanceof AnswerError && error.status === 422;
}

interface Submission {
  slug: string;
  args: string[];
  files: ArgumentFiles;
  stdin: InputSource | null;
  options: RunOptions;
  signal: AbortSignal;
}

/** More files than most scripts write. */
const FILES_MAX = 50;

/** No file can have this name. */
const STDIN_PART = "standard input/";

/** Starts the job once, however often the request has to be repeated. */
async function submit(api: ApiClient, { slug, args, files, stdin, options, signal }: Submission): Promise<Job> {
  const inputs: Part[] = openInputs(files);
  if (stdin) inputs.push({ name: STDIN_PART, filename: "standard-input.txt", ...stdin });
  const large = inputs.filter(isLarge);
  const uploads = await sendLarge(api, large, signal);
  const parts = inputs.filter((part) => !isLarge(part));
  const { [STDIN_PART]: stdinUpload, ...uploadedFiles } = uploads;
  const job = {
    args,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
    ...(Object.keys(uploadedFiles).length === 0 ? {} : { files: uploadedFiles }),
    ...(stdin === null ? {} : { stdin: stdinUpload ?? { $file: STDIN_PART } }),
  };
  const submitted = await sendJob(api, { slug, job, parts, signal });
  for (const part of large) forgetUpload(api, part);
  return submitted;
}

type LargePart = Extract<Part, { file: string }>;

function isLarge(part: Part): part is LargePart {
  return "file" in part && part.sizeBytes >= APART_BYTES_MIN;
}

/** The uploads of large files by the names of their parts. */
async function sendLarge(
  api: ApiClient,
  parts: LargePart[],
  signal: AbortSignal,
): Promise<Record<string, { $upload: string }>> {
  const uploads = new Map<string, { $upload: string }>();
  for (const part of parts) {
    const total = part.sizeBytes;
    const onSent = (done: number) => showProgress(`Sending ${part.filename}`, { done, total });
    uploads.set(part.name, { $upload: await sendUpload(api, part, { signal, onSent }) });
    clearProgress();
  }
  return Object.fromEntries(uploads);
}

interface JobRequest {
  slug: string;
  job: object;
  parts: Part[];
  signal: AbortSignal;
}

async function sendJob(api: ApiClient, { slug, job, parts, signal }: JobRequest): Promise<Job> {
  const path = `/api/v2/scripts/${encodeURIComponent(slug)}/jobs`;
  const headers = { "idempotency-key": randomUUID() };
  if (parts.length === 0) return api.json<Job>(path, { method: "POST", json: job, headers, signal });
  const { body, contentType } = multipart(
    [{ name: "job", text: JSON.stringify(job), mediaType: "application/json" }, ...parts],
    (done) => body.sizeBytes > 1_000_000 && showProgress("Sending files", { done, total: body.sizeBytes }),
  );
  const sent = { ...headers, "content-type": contentType };
  const submitted = await api.json<Job>(path, { method: "POST", body, headers: sent, signal });
  clearProgress();
  return submitted;
}

function reportDetached(api: ApiClient, job: Job, { json }: RunOptions): void {
  if (json) printJson(job);
  else print(String(job.id));
  talk(`${api.url}/jobs/${job.id}/`);
}

interface Started {
  job: Job;
  until: number | null;
  interruption: Interruption;
  options: RunOptions;
}

async function finish(api: ApiClient, { job, until, interruption, options }: Started): Promise<void> {
  const { isInTime, end } = await followUntil(api, { job, until, json: options.json });
  if (!isInTime)
    throw new ClientError("retryLater", `Job ${job.id} is still running. To follow it: wooey logs -f ${job.id}`);
  // One request less for each run that ends by itself.
  const isExplained = end?.endedBy === "exit" && !options.json;
  const ended = isExplained ? { ...job, ...end } : await waitForEnd(api, job.id, { until: null });
  const files =
    options.files === false ? [] : await fetchAll(api, { job: ended.id, known: end?.files }, options.out ?? ".");
  if (options.json) printJson({ ...ended, files });
  if (ended.endedBy !== "exit") talk(`Job ${ended.id}: ${ended.message ?? ended.status}`);
  process.exitCode = interruption.isRequested() ? exitCodes.interrupted : exitCodeOf(ended);
}

/** Whether the job has ended in time, and how. */
async function followUntil(
  api: ApiClient,
  { job, until, json }: { job: Job; until: number | null; json: true | undefined },
): Promise<{ isInTime: boolean; end: JobEnd | null }> {
  const signal = until === null ? undefined : AbortSignal.timeout(Math.max(1, until - Date.now()));
  const received: JobEnd[] = [];
  const onEnd = (end: JobEnd) => void received.push(end);
  const output = followOutput(api, job.id, { files: FILES_MAX, onEnd, ...(signal ? { signal } : {}) });
  try {
    await writeOutput(output, { stdout: json ? "stderr" : "stdout" });
    return { isInTime: true, end: received[0] ?? null };
  } catch (error) {
    if (signal?.aborted) return { isInTime: false, end: null };
    throw error;
  }
}

interface Written {
  job: number;
  /** The first files that it has written; undefined if the server did not say. */
  known: Page<JobFile> | undefined;
}

async function fetchAll(api: ApiClient, { job, known }: Written, folder: string): Promise<FetchedFile[]> {
  const files = withoutHidden(known?.next === null ? known.items : await listOutputFiles(api, job));
  return files.length === 0 ? [] : fetchFiles(api, { job, files }, { folder });
}
