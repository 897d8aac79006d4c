import { createHash } from "node:crypto";
import type { FileKind } from "@/db/schema/jobs";
import { storedPath } from "@/server/storage/store";

export interface Download {
  sha256: string;
  filename: string;
  kind: FileKind;
  mediaType: string;
  /**
   * `attachment`: saved. `view`: shown where the browser has nothing to run in it, else saved. `preview`: HTML and SVG
   * are shown as well, for a frame of ours: sandboxed, without scripts and without the network.
   */
  as: "attachment" | "view" | "preview";
}

const shown: ReadonlySet<FileKind> = new Set([
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
const texts: ReadonlySet<FileKind> = new Set(["table", "fasta", "text", "markdown"]);

/**
 * The answer that sends stored content: empty, with `x-send-file`, by which web's own server sends the file with its
 * length and ranges. It can run nothing in our origin, whatever it holds. 304 when the browser has it.
 */
export function sendStored(request: Request, file: Download): Response {
  const etag = `"${file.sha256.slice(0, 32)}${createHash("sha256").update(`${file.as}:${file.mediaType}`).digest("hex").slice(0, 8)}"`;
  const headers = new Headers({ ...guardHeaders(file), etag, "cache-control": "private, no-cache" });
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const isInline = file.as !== "attachment" && (shown.has(file.kind) || (file.as === "preview" && isMarkup(file)));
  headers.set("content-type", contentType(file, isInline));
  headers.set("content-disposition", contentDisposition(isInline ? "inline" : "attachment", file.filename));
  headers.set("x-send-file", storedPath(file.sha256));
  return new Response(null, { headers });
}

/** A Content-Disposition that says any name safely: ASCII for old clients, UTF-8 for all others (RFC 6266, RFC 8187). */
export function contentDisposition(type: "inline" | "attachment", filename: string): string {
  const wellFormed = Buffer.from(filename.replace(/\p{Cc}/gu, "")).toString();
  const ascii = wellFormed.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(wellFormed).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Headers under which no browser runs a downloaded file as a page of ours. */
export function guardHeaders(file?: Pick<Download, "kind" | "as">): Record<string, string> {
  const styled = file?.as === "preview" ? "; style-src 'unsafe-inline'; img-src data:; font-src data:" : "";
  // Chrome shows no PDF in a sandbox; a PDF has nothing to do with our origin.
  const sandbox = file?.kind === "pdf" ? "" : "sandbox; ";
  return {
    "content-security-policy": `${sandbox}default-src 'none'${styled}; form-action 'none'; frame-ancestors 'self'`,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
}

function isMarkup(file: Download): boolean {
  return file.kind === "html" || file.kind === "svg";
}

function contentType(file: Download, isInline: boolean): string {
  if (isInline && texts.has(file.kind)) return "text/plain; charset=utf-8";
  const isPlain = /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType);
  if (!isPlain) return "application/octet-stream";
  return /^text\/|\/(json|xml)$|\+(json|xml)$/.test(file.mediaType)
    ? `${file.mediaType}; charset=utf-8`
    : file.mediaType;
}
