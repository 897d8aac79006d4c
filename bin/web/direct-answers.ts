import type { IncomingMessage, ServerResponse } from "node:http";
import { GET as followOutput } from "@/app/api/v2/jobs/[id]/output/route";
import { GET as getJob } from "@/app/api/v2/jobs/[id]/route";
import { GET as waitForJob } from "@/app/api/v2/jobs/[id]/wait/route";
import { GET as getScript } from "@/app/api/v2/scripts/[slug]/route";
import { GET as followJob } from "@/app/jobs/[job]/stream/route";
import { GET as followList } from "@/app/jobs/stream/route";
import { outputTypeOf } from "@/server/api/job-output";

/** An answer that needs nothing of Next. */
interface DirectAnswer {
  answer: (request: Request) => Response | Promise<Response>;
  /** Whether it takes as long as something else: an event stream, or the wait for the end of a job. */
  isHeld: boolean;
}

/**
 * What answers a request without Next, by the same route; null for any other request. For an event stream, and for one that
 * waits, Next would keep several objects of a request, some 250 kB, for as long as it is open. For what programs read most
 * often, Next takes longer than the answer.
 */
export function findDirectAnswer({ method, url = "", headers }: IncomingMessage): DirectAnswer | null {
  if (method !== "GET") return null;
  const [, slug] = /^\/api\/v2\/scripts\/([\w-]+)\/?(?:\?.*)?$/.exec(url) ?? [];
  if (slug !== undefined && slug !== "describe") return brief((request) => getScript(request, context({ slug })));
  const [, id, name] = /^\/api\/v2\/jobs\/([\w-]+)(?:\/(output|wait))?\/?(?:\?.*)?$/.exec(url) ?? [];
  if (id !== undefined && name === undefined) return brief((request) => getJob(request, context({ id })));
  if (id !== undefined && name === "wait") return held((request) => waitForJob(request, context({ id })));
  if (id !== undefined && outputTypeOf(headers.accept) === "text/event-stream")
    return held((request) => followOutput(request, context({ id })));
  const found = /^\/jobs(?:\/([\w-]+))?\/stream\/?(?:\?.*)?$/.exec(url);
  if (!found) return null;
  const [, job] = found;
  return held((request) =>
    job === undefined ? followList(request, context({})) : followJob(request, context({ job })),
  );
}

const context = <Params>(params: Params) => ({ params: Promise.resolve(params) });
const brief = (answer: DirectAnswer["answer"]): DirectAnswer => ({ answer, isHeld: false });
const held = (answer: DirectAnswer["answer"]): DirectAnswer => ({ answer, isHeld: true });

/** Answers until the answer ends or the client leaves. */
export async function sendDirectly(
  { answer, isHeld }: DirectAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const answered = await answer(toRequest(request, left.signal));
  if (!isHeld) return sendBuffered(answered, response);
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
  const length = answered.status === 304 ? {} : { "content-length": body.length };
  response.writeHead(answered.status, { ...Object.fromEntries(answered.headers), ...length });
  response.end(body);
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
