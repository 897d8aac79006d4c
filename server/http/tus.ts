import type { Readable } from "node:stream";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { UploadProgress } from "@/server/uploads/queries";
import { bodyOf } from "./request-body";

// The parts of the tus protocol, https://tus.io/protocols/resumable-upload (1.0.0), that have to do with requests and
// responses: the core, and the extensions for creation, expiration and termination.

const VERSION = "1.0.0";
const MEDIA_TYPE = "application/offset+octet-stream";

type RouteHandler<Context> = (request: Request, context: Context) => Response | Promise<Response>;

/** Marks each response of a handler, errors included, with the version of the protocol. */
export function tus<Context>(handler: RouteHandler<Context>): RouteHandler<Context> {
  return async (request, context) => {
    const response = await handler(request, context);
    response.headers.set("Tus-Resumable", VERSION);
    return response;
  };
}

/** The same for all methods of a route. */
export function tusRoute<Name extends string, Context>(
  handlers: Record<Name, RouteHandler<Context>>,
): Record<Name, RouteHandler<Context>> {
  // The handlers' own names.
  const names = Object.keys(handlers) as Name[];
  // The entries were made from these names, one for each.
  return Object.fromEntries(names.map((name) => [name, tus(handlers[name])])) as Record<Name, RouteHandler<Context>>;
}

/** What the server can do, as a response to OPTIONS. */
export function tusOptions(bytesMax: number): Response {
  const headers = { "Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination" };
  return new Response(null, { status: 204, headers: { ...headers, "Tus-Max-Size": String(bytesMax) } });
}

/** The size and the name of the file that a request announces. @throws invalid */
export function readAnnouncement({ headers }: Request): { sizeBytes: number; filename: string } {
  return { sizeBytes: readNumber(headers, "Upload-Length"), filename: readFilename(headers) };
}

/** The bytes of a request, and where in the file they belong. @throws invalid */
export function readPart(request: Request): { offset: number; source: Readable } {
  const type = request.headers.get("content-type") ?? "";
  if (type.trim().toLowerCase() !== MEDIA_TYPE)
    throw new AppError("invalid", t("The Content-Type must be {type}.", { type: MEDIA_TYPE }));
  const offset = readNumber(request.headers, "Upload-Offset");
  return { offset, source: bodyOf(request) };
}

/** How far an upload has got, as headers. */
export function progressHeaders({ sizeBytes, receivedBytes, expiresAt }: UploadProgress): Record<string, string> {
  return {
    "Upload-Length": String(sizeBytes),
    "Upload-Offset": String(receivedBytes),
    "Upload-Expires": expiresAt.toUTCString(),
  };
}

function readNumber(headers: Headers, name: string): number {
  const text = headers.get(name) ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError("invalid", t("The header {name} must be a number of bytes.", { name }));
}

/** `Upload-Metadata` consists of pairs of a key and a text in Base64, separated by commas. */
function readFilename(headers: Headers): string {
  const pairs = (headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.trim().split(" "));
  const [, encoded = ""] = pairs.find(([key]) => key === "filename") ?? [];
  return Buffer.from(encoded, "base64").toString();
}
