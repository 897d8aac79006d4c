import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { GET as followOutput } from "@/app/api/v2/jobs/[id]/output/route";
import { GET as getJob } from "@/app/api/v2/jobs/[id]/route";
import { GET as waitForJob } from "@/app/api/v2/jobs/[id]/wait/route";
import { GET as listJobs } from "@/app/api/v2/jobs/route";
import { POST as runScript } from "@/app/api/v2/scripts/[slug]/jobs/route";
import { GET as getScript } from "@/app/api/v2/scripts/[slug]/route";
import { GET as refuseGet } from "@/app/api/v2/scripts/describe/route";
import { GET as listScripts } from "@/app/api/v2/scripts/route";
import { GET as followJob } from "@/app/jobs/[job]/stream/route";
import { GET as followList } from "@/app/jobs/stream/route";
import { outputTypeOf } from "@/server/api/job-output";
import type { PathParams } from "@/server/api/operation";
import { logFailure } from "@/server/http/errors";
import { toBody } from "@/server/http/stream";

/** An answer that needs nothing of Next. */
interface DirectAnswer {
  answer: (request: Request) => Response | Promise<Response>;
  /** Whether it takes as long as something else: an event stream, or the wait for the end of a job. */
  isHeld: boolean;
}

interface DirectRoute {
  method: string;
  path: RegExp;
  answer: (request: Request, params: Record<string, string>) => Response | Promise<Response>;
  isHeld: boolean;
  /** Whether it answers only a request for an event stream. */
  isEventStream: boolean;
}

type Params<Path extends string> = PathParams<Path> & Record<string, string>;

/** A path, in which `{name}` stands for a word, and the handler of its route. */
function direct<const Path extends string>(
  method: string,
  path: Path,
  handler: (request: Request, context: { params: Promise<Params<Path>> }) => Response | Promise<Response>,
): DirectRoute {
  const pattern = path.replace(/\{(\w+)\}/g, "(?<$1>[\\w-]+)");
  return {
    method,
    path: new RegExp(`^${pattern}/?(?:\\?.*)?$`),
    // The expression has a group for each name in the path.
    answer: (request, params) => handler(request, { params: Promise.resolve(params as Params<Path>) }),
    isHeld: false,
    isEventStream: false,
  };
}

const held = (route: DirectRoute): DirectRoute => ({ ...route, isHeld: true });

/** Loaded by the first call: the protocol's packages take memory that most instances never need. */
const callMcp = async (request: Request) => (await import("@/server/http/mcp")).serveMcp(request);

const routes: DirectRoute[] = [
  direct("GET", "/api/v2/jobs/{id}", getJob),
  direct("GET", "/api/v2/jobs", listJobs),
  direct("GET", "/api/v2/scripts/describe", refuseGet),
  direct("GET", "/api/v2/scripts/{slug}", getScript),
  direct("GET", "/api/v2/scripts", listScripts),
  direct("POST", "/api/v2/scripts/{slug}/jobs", runScript),
  direct("POST", "/mcp", callMcp),
  held(direct("GET", "/api/v2/jobs/{id}/wait", waitForJob)),
  { ...held(direct("GET", "/api/v2/jobs/{id}/output", followOutput)), isEventStream: true },
  held(direct("GET", "/jobs/stream", followList)),
  held(direct("GET", "/jobs/{job}/stream", followJob)),
];

/**
 * What answers a request without Next, by the same route; null for any other request. For an event stream, and for one that
 * waits, Next would keep several objects of a request, some 250 kB, for as long as it is open. For what programs and agents
 * call most often, Next takes longer than the answer.
 */
export function findDirectAnswer({ method, url = "", headers }: IncomingMessage): DirectAnswer | null {
  for (const route of routes) {
    const found = route.method === method && route.path.exec(url);
    if (!found) continue;
    if (route.isEventStream && outputTypeOf(headers.accept) !== "text/event-stream") return null;
    return { answer: (request) => route.answer(request, { ...found.groups }), isHeld: route.isHeld };
  }
  return null;
}

/** Answers until the answer ends or the client leaves. */
export async function sendDirectly(
  { answer, isHeld }: DirectAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answered = await answer(toRequest(request, isHeld || request.method === "POST" ? untilClosed(response) : null));
  // What was not read of a body is no part of the next request on this connection.
  if (!request.complete) request.resume();
  if (response.destroyed) return void answered.body?.cancel().catch(() => undefined);
  const isStream = isHeld || answered.headers.get("content-type") === "text/event-stream";
  try {
    await (isStream ? sendStream : sendBuffered)(answered, response);
  } catch (error) {
    logFailure(randomUUID(), `${request.method} ${request.url?.split("?")[0]}`, error);
    response.destroy(); // Its head may have been sent, so only a broken connection says that the answer is not complete.
  }
}

/** Fires when the client leaves before the end of the answer. */
function untilClosed(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once("close", () => response.writableFinished || left.abort());
  return left.signal;
}

async function sendStream(answered: Response, response: ServerResponse): Promise<void> {
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

async function sendBuffered(answered: Response, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answered.arrayBuffer());
  const length = [204, 304].includes(answered.status) ? {} : { "content-length": body.length };
  response.writeHead(answered.status, { ...Object.fromEntries(answered.headers), ...length });
  response.end(body);
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal | null): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const body = method === "POST" ? { body: toBody(() => bodyOf(incoming)), duplex: "half" as const } : {};
  return new Request(new URL(url, "http://localhost"), { method, headers: pairs, signal, ...body });
}

/** The chunks of a body. The connection stays open when the rest is not read, so that the client gets the answer. */
function bodyOf(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return incoming.iterator({ destroyOnReturn: false });
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
