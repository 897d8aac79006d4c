import { IncomingMessage } from "node:http";
import type { Refusal } from "./requests";

/** Next refuses larger bodies of actions. */
const FORM_BYTES_MAX = 1024 * 1024;

/** Whether a request sends a form to a page as browsers do without scripts. Routes read their bodies themselves. */
export function isPageForm({ method, url = "", headers }: IncomingMessage): boolean {
  const path = url.split("?")[0] ?? "";
  const isRoute = /^\/api\/(?:[\w-]+\/v1|v2)\//.test(path) || /^\/scripts\/[^/]+\/run\/?$/.test(path);
  return method === "POST" && !isRoute && /^multipart\/form-data\b/i.test(headers["content-type"]?.trim() ?? "");
}

/**
 * A request with the same form, read and checked: Next answers one that it cannot read with a 500. The `request` of the
 * answer replaces the given one, whose body is then gone.
 */
export async function checkForm(
  request: IncomingMessage,
): Promise<{ refusal: Refusal } | { request: IncomingMessage }> {
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!Number.isInteger(length)) return { refusal: { status: 411, message: "The form must be sent with its length." } };
  if (length > FORM_BYTES_MAX) return { refusal: { status: 413, message: "The form is too large." } };
  const body = await readBody(request);
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const isReadable = await new Response(new Uint8Array(body), { headers }).formData().then(
    () => true,
    () => false,
  );
  if (isReadable) return { request: withBody(request, body) };
  return { refusal: { status: 400, message: "The form is not valid multipart/form-data." } };
}

/** All of a body; less if the client leaves. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The client has left, and nobody waits for an answer.
  }
  return Buffer.concat(chunks);
}

function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  copy.push(body);
  copy.push(null);
  copy.complete = true;
  return copy;
}
