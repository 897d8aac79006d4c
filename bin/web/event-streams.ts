import type { IncomingMessage, ServerResponse } from "node:http";
import { GET as followOutput } from "@/app/api/v2/jobs/[id]/output/route";
import { GET as waitForJob } from "@/app/api/v2/jobs/[id]/wait/route";
import { GET as followJob } from "@/app/jobs/[job]/stream/route";
import { GET as followList } from "@/app/jobs/stream/route";
import { outputTypeOf } from "@/server/api/job-output";

type Answer = (request: Request) => Response | Promise<Response>;

/**
 * What answers a request for an event stream, or one that waits for the end of a job; null for any other request. Next would
 * answer it by the same route, and would keep several objects of a request, some 250 kB, for as long as it is open.
 */
export function findEventStream({ method, url = "", headers }: IncomingMessage): Answer | null {
  if (method !== "GET") return null;
  const [, id, name] = /^\/api\/v2\/jobs\/([\w-]+)\/(output|wait)\/?(?:\?.*)?$/.exec(url) ?? [];
  if (id !== undefined && name === "wait") return (request) => waitForJob(request, context({ id }));
  if (id !== undefined && outputTypeOf(headers.accept) === "text/event-stream")
    return (request) => followOutput(request, context({ id }));
  const found = /^\/jobs(?:\/([\w-]+))?\/stream\/?(?:\?.*)?$/.exec(url);
  if (!found) return null;
  const [, job] = found;
  return job === undefined
    ? (request) => followList(request, context({}))
    : (request) => followJob(request, context({ job }));
}

const context = <Params>(params: Params) => ({ params: Promise.resolve(params) });

/** Answers with an event stream, until it ends or the client leaves. */
export async function sendEventStream(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const answered = await answer(toRequest(request, left.signal));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  const reader = answered.body?.getReader();
  response.once("close", () => void reader?.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || response.destroyed) break;
    if (!response.write(value)) await untilWritable(response);
  }
  response.end();
}

function toRequest({ url = "/", headers }: IncomingMessage, signal: AbortSignal): Request {
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Request(new URL(url, "http://localhost"), { headers: pairs, signal });
}

function untilWritable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off("drain", end);
      response.off("close", end);
      resolve();
    };
    response.on("drain", end);
    response.on("close", end);
  });
}
