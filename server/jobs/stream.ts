import { type TextPiece, toCharacters } from "@/server/output/characters";
import { readOutput } from "@/server/output/read";
import { createWakeUp } from "@/server/wake-up";
import { filesPerPage, findLastFileId, listFilesOf } from "./files";
import { followJob } from "./live";
import type { JobHandle } from "./queries";
import { hasEnded } from "./status";

/** What a browser knows of a job already. */
export interface StreamStart {
  attempt: number | null;
  /** The position of the next byte of output. */
  position: number;
  /** The state it shows; null for none, which gets one. */
  status: string | null;
  /** The id of the last file it shows; null for those that are there. */
  fileId: number | null;
}

const HEARTBEAT_MS = 20_000;
/** How long after its last check somebody may look on whose link was switched off, where nothing says so at once. */
const CHECK_MS = 3_000;

/** Reads a `Last-Event-ID`, which says where a stream broke off; null for none of ours. */
export function readEventId(text: string | null): StreamStart | null {
  const match = /^(\d{1,9}):(\d{1,15}):([a-z-]*):(\d{1,10})$/.exec(text ?? "");
  if (!match) return null;
  const [, attempt, position, status, fileId] = match;
  return { attempt: Number(attempt), position: Number(position), status: status || null, fileId: Number(fileId) };
}

/** Whether somebody who knows this much of the job has nothing to wait for. */
export async function isAllTold(job: JobHandle, start: StreamStart): Promise<boolean> {
  if (!hasEnded(job.status) || start.attempt !== job.attempt || start.status !== job.status) return false;
  return (await readOutput(job, start.position)).length === 0;
}

/**
 * A job as server-sent events: `output` {position, stream, text}, `status`, `files` (new ones), `end` when it has ended
 * and all is told, `gone` when it is not for these eyes any more. It ends after the last two, after a `status` of
 * another attempt, and when `signal` fires. `find` looks the job up with the permission of the moment.
 */
export async function* streamJob(
  find: () => Promise<JobHandle | null>,
  start: StreamStart,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const first = await find();
  if (!first) return;
  const changes = createChangeWaiter(signal);
  const leave = await followJob(first.id, (change) => changes.notify(change === "output" ? "output" : "change"));
  try {
    yield "retry: 1000\n\n";
    const told = { ...start, attempt: start.attempt ?? first.attempt };
    const decode = await toCharacters(first, told.position);
    told.fileId ??= await findLastFileId(first.id);
    let wakeReason: WakeReason = "change";
    let job: JobHandle | null = first;
    while (!signal.aborted) {
      if (wakeReason !== "output") job = await find();
      if (!job) return yield toEvent("gone", null);
      if (job.attempt !== told.attempt) return yield toEvent("status", stateOf(job));
      yield* tellOutput(job, told, decode);
      if (wakeReason !== "output") yield* tellFiles(job, told);
      if (wakeReason !== "output") yield* tellState(job, told);
      if (hasEnded(job.status)) return yield toEvent("end", null, told);
      wakeReason = await changes.wait();
      if (wakeReason === "silence") yield ": still here\n\n";
    }
  } finally {
    leave();
    changes.stop();
  }
}

type Told = StreamStart & { attempt: number };

async function* tellOutput(
  job: JobHandle,
  told: Told,
  decode: (pieces: Awaited<ReturnType<typeof readOutput>>, isLast: boolean) => TextPiece[],
): AsyncGenerator<string> {
  for (;;) {
    const pieces = await readOutput(job, told.position);
    const last = pieces.at(-1);
    const isLast = !last && hasEnded(job.status);
    if (!last && !isLast) return;
    if (last) told.position = last.position + last.content.length;
    const texts = decode(pieces, isLast);
    const end = texts.pop();
    // Only the last of a batch says where to go on: whoever loses the line in its middle gets it whole again.
    if (end) yield texts.map((text) => toEvent("output", text)).join("") + toEvent("output", end, told);
    if (!last) return;
  }
}

async function* tellFiles(job: JobHandle, told: Told): AsyncGenerator<string> {
  for (;;) {
    const files = await listFilesOf(job.id, { showsInputs: false, after: told.fileId ?? 0 });
    const last = files.at(-1);
    if (!last) return;
    told.fileId = last.id;
    yield toEvent("files", files, told);
    if (files.length < filesPerPage) return;
  }
}

async function* tellState(job: JobHandle, told: Told): AsyncGenerator<string> {
  const shown = shownState(job);
  if (told.status === shown) return;
  told.status = shown;
  yield toEvent("status", stateOf(job), told);
}

/** The state as a page shows it: one that runs and is to stop is another. */
function shownState(job: JobHandle): string {
  return job.status === "running" && job.stopRequestedAt ? "running-stopping" : job.status;
}

function stateOf(job: JobHandle) {
  const { status, attempt, startedAt, endedAt, exitCode, signal, endedBy, endNote, stopRequestedAt } = job;
  const { outputBytes, outputDroppedBytes } = job;
  return {
    ...{ status, attempt, startedAt, endedAt, exitCode, signal, endedBy, endNote, stopRequestedAt },
    ...{ outputBytes, outputDroppedBytes },
  };
}

function toEvent(name: string, data: unknown, told?: Told): string {
  const id = told ? `id: ${told.attempt}:${told.position}:${told.status ?? ""}:${told.fileId ?? 0}\n` : "";
  return `${id}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

type WakeReason = "output" | "change" | "check" | "silence";

/** Waits for changes of a job, for the time of the next check, or for the time of the next heartbeat. */
function createChangeWaiter(signal: AbortSignal) {
  const wakeUp = createWakeUp();
  let pending: "output" | "change" | null = null;
  let quietSince = Date.now();
  const notify = (change: "output" | "change") => {
    pending = pending === "change" ? pending : change;
    wakeUp.wake();
  };
  const onAbort = () => notify("change");
  signal.addEventListener("abort", onAbort);
  const wait = async (): Promise<WakeReason> => {
    if (!pending && !signal.aborted) await wakeUp.wait(CHECK_MS);
    const change = pending;
    pending = null;
    const isSilent = !change && Date.now() - quietSince >= HEARTBEAT_MS;
    if (change || isSilent) quietSince = Date.now();
    return change ?? (isSilent ? "silence" : "check");
  };
  return { notify, wait, stop: () => signal.removeEventListener("abort", onAbort) };
}
