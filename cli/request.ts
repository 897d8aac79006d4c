import http from "node:http";
import https from "node:https";
import { ClientError } from "./exit-codes";

/** A request body: bytes, or a source of bytes that can be opened again for another attempt. */
export type Body = Uint8Array | { sizeBytes: number; open: () => AsyncIterable<Uint8Array> };

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: Body | undefined;
  signal?: AbortSignal | undefined;
  /** How long the server may send nothing; none for streams. */
  idleMs?: number;
}

const agents = {
  "http:": new http.Agent({ keepAlive: true }),
  "https:": new https.Agent({ keepAlive: true }),
};

/**
 * Sends one request by node:http, which starts faster than `fetch` and sends files with their length. Resolves when the
 * head of the answer is there. @throws the errors of node:net, and AbortError
 */
export function request({ url, body, idleMs = 60_000, ...options }: HttpRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === "https:";
    const sizeBytes = body instanceof Uint8Array ? body.length : body?.sizeBytes;
    const outgoing = (isSecure ? https : http).request(url, {
      ...options,
      signal: options.signal,
      agent: isSecure ? agents["https:"] : agents["http:"],
      headers: { ...options.headers, ...(sizeBytes === undefined ? {} : { "content-length": String(sizeBytes) }) },
    });
    outgoing.setTimeout(idleMs, () => outgoing.destroy(new TimeoutError()));
    outgoing.once("error", reject);
    outgoing.once("response", resolve);
    if (body === undefined || body instanceof Uint8Array) outgoing.end(body);
    else void send(outgoing, body.open());
  });
}

/** The server sent nothing for a long time. */
export class TimeoutError extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super("The server does not answer.");
    this.name = "TimeoutError";
  }
}

async function send(outgoing: http.ClientRequest, parts: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const part of parts) {
      if (outgoing.destroyed) return;
      if (!outgoing.write(part)) await untilWritable(outgoing);
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function untilWritable(outgoing: http.ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      outgoing.off("drain", end);
      outgoing.off("close", end);
      resolve();
    };
    outgoing.on("drain", end);
    outgoing.on("close", end);
  });
}

/** The whole body of an answer as text. @throws ClientError if there is more than 64 MiB */
export async function readText(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer) {
    sizeBytes += chunk.length;
    if (sizeBytes > 64 * 1024 * 1024) throw new ClientError("server", "The server's answer is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
