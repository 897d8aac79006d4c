import fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { problemOf } from "@/server/http/problem";
import type { ByteRange } from "@/server/storage/content-store";
import { openFile } from "@/server/storage/local-disk";
import { openStored } from "@/server/storage/store";
import { isForV2, PROBLEM } from "./refusal";

const FILE_HEADER = "x-send-file";
const STORED_HEADER = "x-send-stored";

/** A content that is sent: how long it is, and how to open it. */
interface Source {
  sizeBytes: number;
  open: (range?: ByteRange) => Readable;
}

/** What of it is sent: everything, if there is no range. */
interface Part {
  source: Source;
  range: ByteRange | undefined;
}

/** What is sent in place of a file. */
interface Refusal {
  text: string;
}

/**
 * Lets a route handler answer with a file: the handler checks who asks, and answers with an empty body and
 * `x-send-file: PATH`, or `x-send-stored: SHA256 SIZE` for a content that is in a bucket; this server sends it with its
 * length and ranges. Next itself drops Content-Length from a handler's answer, and its streams log an error whenever a
 * client leaves.
 */
export function sendFilesOf(request: IncomingMessage, response: ServerResponse): void {
  const { writeHead, end, write } = response;
  let body: Part | Refusal | null = null;

  response.writeHead = function settleHead(this: ServerResponse, ...args: unknown[]) {
    if (!isFile(response)) return Reflect.apply(writeHead, response, args);
    body = prepare(request, response, findSource(response));
    return writeHead.call(response, response.statusCode);
    // It passes all arguments on, so it accepts what every overload does.
  } as ServerResponse["writeHead"];

  // It passes all arguments on, so it accepts what every overload does.
  response.write = ((...args: unknown[]) =>
    isFile(response) || body ? true : Reflect.apply(write, response, args)) as ServerResponse["write"];

  response.end = function settleBody(this: ServerResponse, ...args: unknown[]) {
    if (!response.headersSent && isFile(response)) response.writeHead(response.statusCode);
    const sending = body;
    body = null;
    response.write = write;
    response.end = end;
    if (!sending) return Reflect.apply(end, response, args);
    if ("text" in sending) return Reflect.apply(end, response, [sending.text]);
    stream(sending, response);
    return response;
    // It passes all arguments on, so it accepts what every overload does.
  } as ServerResponse["end"];
}

const isFile = (response: ServerResponse) => response.hasHeader(FILE_HEADER) || response.hasHeader(STORED_HEADER);

/** What the handler wants to be sent; null if there is no such file. */
function findSource(response: ServerResponse): Source | null {
  const stored = response.getHeader(STORED_HEADER);
  if (typeof stored === "string") {
    const [sha256 = "", size] = stored.split(" ");
    return { sizeBytes: Number(size), open: (range) => openStored(sha256, range) };
  }
  const file = String(response.getHeader(FILE_HEADER));
  const sizeBytes = fs.statSync(file, { throwIfNoEntry: false })?.size;
  return sizeBytes === undefined ? null : { sizeBytes, open: (range) => openFile(file, range) };
}

/** Sets status and headers; null when there is no body to send. RFC 9110, section 14: one range, else the full file. */
function prepare(request: IncomingMessage, response: ServerResponse, source: Source | null): Part | Refusal | null {
  const removed = [FILE_HEADER, STORED_HEADER, "transfer-encoding", "content-encoding"];
  for (const name of removed) response.removeHeader(name);
  if (source === null) return refuse(response, 404, "File not found.");
  const size = source.sizeBytes;
  const range = isSame(request, response) ? readRange(request.headers.range, size) : null;
  response.setHeader("accept-ranges", "bytes");
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${size}`);
    return refuse(response, 416, `The range starts after the end of the file, which has ${size} bytes.`);
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) {
    response.statusCode = 206;
    response.setHeader("content-range", `bytes ${start}-${end}/${size}`);
  }
  response.setHeader("content-length", end - start + 1);
  return request.method === "HEAD" || end < start ? null : { source, range: range ?? undefined };
}

/** API v2 answers a problem, everything else nothing. */
function refuse(response: ServerResponse, status: 404 | 416, detail: string): Refusal | null {
  response.statusCode = status;
  for (const name of ["content-type", "content-disposition"]) response.removeHeader(name);
  const text = isForV2(response.req.url ?? "") ? JSON.stringify(problemOf(status, { detail })) : "";
  response.setHeader("content-length", Buffer.byteLength(text));
  if (text === "") return null;
  response.setHeader("content-type", PROBLEM);
  return { text };
}

/** Whether a client that has a part of the file has a part of this file: If-Range, RFC 9110, section 13.1.5. */
function isSame({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const given = headers["if-range"];
  return given === undefined || given === response.getHeader("etag");
}

function readRange(header: string | undefined, size: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const first = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === "" || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[1] === "" && Number(match[2]) === 0) return "unsatisfiable";
  return first > last ? "unsatisfiable" : { start: first, end: last };
}

function stream({ source, range }: Part, response: ServerResponse): void {
  const bytes = source.open(range);
  bytes.once("error", () => response.destroy());
  response.once("close", () => bytes.destroy());
  bytes.pipe(response);
}
