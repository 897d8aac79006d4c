import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { beside } from "./merge-streams";
import { getJobHandle } from "./queries";
import { isAllTold, readEventId, type StreamStart, streamJob } from "./stream";
import { streamJobList } from "./stream-list";

/**
 * The events of a job for a browser, from where its `Last-Event-ID` or the query says; null when there is nothing to
 * come. With `?bar` those of the page's bar come along, since a browser has few connections to a server. `findActor`
 * tells who looks on while it is open. @throws not_found
 */
export async function openJobStream(
  request: Request,
  actor: Actor,
  job: string,
  findActor: () => Promise<Actor>,
): Promise<((signal: AbortSignal) => AsyncIterable<string>) | null> {
  const handle = await getJobHandle(actor, job);
  const query = new URL(request.url).searchParams;
  const resumed = readEventId(request.headers.get("last-event-id") ?? query.get("from"));
  if (resumed && (await isAllTold(handle, resumed))) return null;
  const find = async () => {
    try {
      return await getJobHandle(await findActor(), job);
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }
  };
  const start = resumed ?? readStart(query);
  const isKnown = actor.kind !== "anonymous" || actor.browserHash !== null;
  return (signal) => {
    const left = AbortSignal.any([signal, request.signal]);
    const events = streamJob(find, start, left);
    return query.has("bar") && isKnown ? beside(events, (end) => streamJobList(findActor, end), left) : events;
  };
}

function readStart(query: URLSearchParams): StreamStart {
  const whole = (name: string) => {
    const text = query.get(name) ?? "";
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
  };
  return {
    attempt: whole("attempt"),
    position: whole("position") ?? 0,
    status: query.get("status"),
    fileId: whole("file"),
  };
}
