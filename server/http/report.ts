import { publicOrigin } from "@/server/auth/from-request/address";
import { PLOTLY_MEDIA_TYPE, toPlotlyPage } from "@/server/files/plotly-figure";
import { insertGuard, REWRITTEN_BYTES_MAX, rewriteReport } from "@/server/files/report";
import { openStored } from "@/server/storage/store";
import type { StoredDownload } from "./download";
import { toBody } from "./stream";

/** Enough for the document type, after which the guard is inserted. */
const HEAD_BYTES = 64 * 1024;

/**
 * What loads an address, as browsers say it with Sec-Fetch-Dest: a frame, or anything else, such as a tab. They do not say
 * it over plain HTTP, except to localhost.
 */
export function loadedBy(headers: Headers): "frame" | "other" | "unknown" {
  const destination = headers.get("sec-fetch-dest");
  if (destination === null) return "unknown";
  return destination === "iframe" ? "frame" : "other";
}

/** Sends a report to its frame, where its scripts run without our origin and without access to the network. */
export function sendReport(request: Request, report: StoredDownload & { sizeBytes: number }): Response {
  const librariesUrl = `${publicOrigin(request.headers)}/report-libraries/`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": reportPolicy(librariesUrl),
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    // Browsers that know it apply it to what no policy covers: WebRTC, and connections that are opened in advance.
    "connection-allowlist": "(response-origin)",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
  return new Response(
    toBody(() => readRewritten(report, librariesUrl)),
    { headers },
  );
}

async function* readRewritten(
  { sha256, sizeBytes, mediaType }: Pick<StoredDownload, "sha256" | "mediaType"> & { sizeBytes: number },
  librariesUrl: string,
): AsyncGenerator<Uint8Array> {
  if (sizeBytes <= REWRITTEN_BYTES_MAX) {
    const text = Buffer.concat(await openStored(sha256).toArray()).toString("latin1");
    const html = mediaType === PLOTLY_MEDIA_TYPE ? toPlotlyPage(text) : text;
    yield Buffer.from(rewriteReport(html, librariesUrl), "latin1");
    return;
  }
  const head = Buffer.concat(await openStored(sha256, { start: 0, end: HEAD_BYTES - 1 }).toArray());
  yield Buffer.from(insertGuard(head.toString("latin1")), "latin1");
  yield* openStored(sha256, { start: HEAD_BYTES });
}

/**
 * The sandbox gives the report an origin of its own, and no forms, popups, downloads or navigation of the page around it.
 * Only what the report contains and copies of libraries can be loaded.
 */
function reportPolicy(librariesUrl: string): string {
  return [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'unsafe-inline' 'unsafe-eval' data: blob: ${librariesUrl}`,
    "style-src 'unsafe-inline' data: blob:",
    "img-src data: blob:",
    "font-src data: blob:",
    "media-src data: blob:",
    "connect-src data: blob:",
    "worker-src data: blob:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

/** Sends a library to reports, which have no origin and therefore load it from another one. */
export function sendLibrary(text: string): Response {
  const headers = {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
  };
  return new Response(text, { headers });
}
