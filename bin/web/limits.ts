import type { IncomingMessage, ServerResponse } from "node:http";
import { writeRefusal } from "./refusal";

/** What one client address may have open at the same time. */
export interface AddressLimits {
  streams: number;
  uploads: number;
}

/** Bodies up to this size are no uploads: forms, commands, filters. */
const SMALL_BODY_BYTES_MAX = 1024 * 1024;

/**
 * Counts what each client address has open. `take` returns whether one more is allowed, and forgets it when
 * the response is closed.
 */
export function trackConnections({ streams, uploads }: AddressLimits) {
  const limits = { stream: streams, upload: uploads };
  const open = new Map<string, number>();
  const take = (kind: keyof typeof limits, address: string, response: ServerResponse): boolean => {
    const key = `${kind} ${address}`;
    const count = open.get(key) ?? 0;
    if (count >= limits[kind]) return false;
    open.set(key, count + 1);
    response.once("close", () => {
      const others = (open.get(key) ?? 1) - 1;
      if (others > 0) open.set(key, others);
      else open.delete(key);
    });
    return true;
  };
  return { take, open };
}

/** Whether a request sends a large body, or one whose size it does not say. */
export function isUpload({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > SMALL_BODY_BYTES_MAX;
}

/** Answers an upload that is one too many. */
export function refuseUpload(response: ServerResponse): void {
  const message = "Too many uploads from this address are in progress. Try again in a moment.";
  writeRefusal(response, { status: 429, message, headers: { "retry-after": "5" } });
}

/** Refuses a stream that is one too many. Pages try again after half a minute. */
export function refuseStream(response: ServerResponse): void {
  const message = "Too many streams and waiting requests of this address are open. Try again in a moment.";
  writeRefusal(response, { status: 429, message, headers: { "retry-after": "30" } });
}

export interface BodyPace {
  /** How often it is checked. */
  checkMs: number;
  /** A body must bring at least this many bytes between two checks. */
  bytesMin: number;
}

/** A body of a slow mobile connection brings more than ten times as much. */
const pace: BodyPace = { checkMs: 60_000, bytesMin: 6 * 1024 };

/**
 * Ends a request whose body hardly arrives, which would hold a connection and a place for as long as its client likes.
 * While this server itself is slow to take the body, the client is not to blame.
 */
export function guardBody(
  request: IncomingMessage,
  response: ServerResponse,
  { checkMs, bytesMin }: BodyPace = pace,
): void {
  const hasBody = request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
  if (!hasBody) return;
  const { socket } = request;
  let received = socket.bytesRead;
  const timer = setInterval(() => {
    const arrived = socket.bytesRead - received;
    received = socket.bytesRead;
    const isWaitingForUs = request.readableLength >= request.readableHighWaterMark;
    if (request.complete) clearInterval(timer);
    else if (arrived < bytesMin && !isWaitingForUs) endSlowRequest(request, response);
  }, checkMs);
  timer.unref();
  response.once("close", () => clearInterval(timer));
}

function endSlowRequest(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void request.destroy();
  response.writeHead(408, { connection: "close" });
  response.end(() => request.destroy());
}
