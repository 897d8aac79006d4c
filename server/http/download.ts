import { createHash } from "node:crypto";
import type { FileKind } from "@/db/schema/jobs";
import { contentStore } from "@/server/storage/location";
import { matchesEtag } from "./etag";
import { sendHeaders } from "./send-headers";
import { toBody } from "./stream";

/** A stored file to send. */
export interface StoredDownload {
  sha256: string;
  filename: string;
  kind: FileKind;
  mediaType: string;
}

/** A file that is made while it is sent. */
export interface StreamedDownload {
  filename: string;
  mediaType: string;
  open: () => AsyncIterable<Uint8Array | string>;
}

/**
 * `attachment`: the browser saves the file. `view`: it shows the file if it cannot run anything, and otherwise saves
 * it. `preview`: it also shows HTML and SVG, for a frame of a page: sandboxed, without scripts and without network
 * access.
 */
export type Presentation = "attachment" | "view" | "preview";

const viewable: ReadonlySet<FileKind> = new Set([
  "image",
  "table",
  "fasta",
  "text",
  "markdown",
  "json",
  "pdf",
  "audio",
  "video",
]);
const plainTexts: ReadonlySet<FileKind> = new Set(["table", "fasta", "text", "markdown"]);

/**
 * Sends a stored file. The response is empty and has a header by which web's own server sends the file with its length
 * and ranges; or it redirects to the bucket that has the file, but only to save it. Whatever the file contains, nothing in
 * it runs in our origin. 304 if the client has it. @throws not_found, unavailable
 */
export async function sendStored(
  request: Request,
  file: StoredDownload,
  presentation: Presentation,
): Promise<Response> {
  const variant = createHash("sha256").update(`${presentation}:${file.mediaType}`).digest("hex");
  const etag = `"${file.sha256.slice(0, 32)}${variant.slice(0, 8)}"`;
  const headers = new Headers({ ...guardHeaders(file, presentation), etag });
  if (matchesEtag(request, etag)) return new Response(null, { status: 304, headers });
  const isInline = isShownInline(file, presentation);
  const type = contentType(file, { isInline });
  const disposition = contentDisposition(isInline ? "inline" : "attachment", file.filename);
  const isSaved = presentation === "attachment" && request.method === "GET";
  const url = isSaved ? await (await contentStore()).downloadUrl(file.sha256, { type, disposition }) : null;
  if (url !== null) return redirectTo(url, guardHeaders());
  headers.set("content-type", type);
  headers.set("content-disposition", disposition);
  for (const [name, value] of Object.entries(await sendHeaders(file.sha256))) headers.set(name, value);
  return new Response(null, { headers });
}

function redirectTo(location: string, headers: Record<string, string>): Response {
  return new Response(null, { status: 302, headers: { ...headers, location, "cache-control": "private, no-store" } });
}

/** Sends a file that is made while it is sent; the browser saves it. */
export function sendStreamed({ filename, mediaType, open }: StreamedDownload): Response {
  const headers = {
    ...guardHeaders(),
    "content-type": mediaType,
    "content-disposition": contentDisposition("attachment", filename),
  };
  return new Response(toBody(open), { headers });
}

/** A Content-Disposition for any name: ASCII for old clients, UTF-8 for all others (RFC 6266, RFC 8187). */
export function contentDisposition(type: "inline" | "attachment", filename: string): string {
  const wellFormed = Buffer.from(filename.replace(/\p{Cc}/gu, "")).toString();
  const ascii = wellFormed.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(wellFormed).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Headers that prevent a browser from running a downloaded file as a page of this site. */
export function guardHeaders(file?: Pick<StoredDownload, "kind">, presentation?: Presentation): Record<string, string> {
  const styles = presentation === "preview" ? "; style-src 'unsafe-inline'; img-src data:; font-src data:" : "";
  // Chrome does not show PDFs in a sandbox, and a PDF cannot access the origin of the site.
  const sandbox = file?.kind === "pdf" ? "" : "sandbox; ";
  return {
    "content-security-policy": `${sandbox}default-src 'none'${styles}; form-action 'none'; frame-ancestors 'self'`,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
}

function isShownInline(file: StoredDownload, presentation: Presentation): boolean {
  if (presentation === "attachment") return false;
  if (viewable.has(file.kind)) return true;
  return presentation === "preview" && (file.kind === "html" || file.kind === "svg");
}

function contentType(file: StoredDownload, { isInline }: { isInline: boolean }): string {
  if (isInline && plainTexts.has(file.kind)) return "text/plain; charset=utf-8";
  const isMediaType = /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType);
  if (!isMediaType) return "application/octet-stream";
  const isText = /^text\/|\/(json|xml)$|\+(json|xml)$/.test(file.mediaType);
  return isText ? `${file.mediaType}; charset=utf-8` : file.mediaType;
}
