import { setTimeout as wait } from "node:timers/promises";
import type { Job, JobFile, Page } from "./api-answers";
import type { ApiClient } from "./api-client";
import { readEvents } from "./event-stream";
import { ClientError } from "./exit-codes";
import { type StreamName, writeBytes } from "./script-output";

/** A part of a job's output. Base64, because a script may write bytes that are not UTF-8. */
export interface OutputPart {
  stream: StreamName | "note";
  base64: string;
  offset: number;
}

/** How a job has ended. */
export interface JobEnd extends Pick<Job, "status" | "exitCode" | "endedBy"> {
  /** The first files that it has written, if they were asked for. */
  files?: Page<JobFile>;
}

export interface FollowOptions {
  /** Only this stream. */
  stream?: StreamName | undefined;
  signal?: AbortSignal;
  /** How many files `onEnd` gets at most. */
  files?: number;
  /** Called when everything was written, unless the end was received before a connection was lost. */
  onEnd?: (end: JobEnd) => void;
}

/** The server sends a comment at least this often. */
const SILENCE_MS_MAX = 90_000;
const FAILURES_MAX = 20;
const encoding = "base64";

/**
 * A job's output as it appears, until the job has ended. A connection that is lost is opened again where it ended.
 * @throws ClientError if the server stays away
 */
export async function* followOutput(
  api: ApiClient,
  id: number | string,
  { stream, signal, files, onEnd }: FollowOptions = {},
): AsyncGenerator<OutputPart> {
  let lastId = "";
  for (let failures = 0; failures < FAILURES_MAX; failures += 1) {
    const answer = await api.send(`/api/v2/jobs/${id}/output`, {
      query: { stream, encoding, files },
      headers: { accept: "text/event-stream", ...(lastId === "" ? {} : { "last-event-id": lastId }) },
      idleMs: SILENCE_MS_MAX,
      ...(signal ? { signal } : {}),
    });
    if (answer.statusCode === 204) return;
    try {
      for await (const event of readEvents(answer)) {
        // The server's schema of this event.
        if (event.event === "end") return onEnd?.(JSON.parse(event.data) as JobEnd);
        if (event.event === "gone") throw new ClientError("input", `You may no longer see job ${id}.`);
        // The server's schema of this event.
        if (event.event === "output") yield JSON.parse(event.data) as OutputPart;
        if (event.id !== lastId) failures = 0;
        lastId = event.id;
      }
    } catch (error) {
      if (signal?.aborted || !isConnectionError(error)) throw error;
    }
    await wait(Math.min(5_000, 100 * 2 ** failures), undefined, signal ? { signal } : {});
  }
  throw new ClientError("server", `${api.url} closes the connection again and again.`);
}

/** A job's output as far as it was written. */
export async function* readOutput(
  api: ApiClient,
  id: number | string,
  { stream }: Pick<FollowOptions, "stream">,
): AsyncGenerator<OutputPart> {
  const answer = await api.send(`/api/v2/jobs/${id}/output`, {
    query: { stream, encoding },
    headers: { accept: "application/x-ndjson" },
  });
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) {
    const lines = (text + chunk).split("\n");
    text = lines.pop() ?? "";
    // The server's schema of a line.
    for (const line of lines) if (line !== "") yield JSON.parse(line) as OutputPart;
  }
}

/** Writes output byte for byte, stdout and stderr apart; what the server itself reports goes to stderr. */
export async function writeOutput(
  parts: AsyncIterable<OutputPart>,
  { stdout = "stdout" }: { stdout?: StreamName } = {},
): Promise<void> {
  for await (const { stream, base64 } of parts) {
    await writeBytes(stream === "stdout" ? stdout : "stderr", Buffer.from(base64, "base64"));
  }
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(ECONN|EPIPE|ETIMEDOUT|ERR_STREAM)/.test(String(error.code));
}
