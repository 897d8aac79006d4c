import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { ClientError } from "./exit-codes";
import { AnswerError } from "./problem";
import { type Body, readText, request } from "./request";
import { talk } from "./terminal";
import { version } from "./version";

export interface ApiRequest {
  method?: string;
  /** Parameters of the query; those without a value are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as the fields of a form. */
  form?: Record<string, string>;
  /** Sent as it is, with its media type in `headers`. */
  body?: Body;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** A POST that changes nothing, and may be repeated. */
  isSafe?: true;
  /** For how long failures that may pass are retried; 0 for a request that must fail at once. */
  retryMs?: number;
  idleMs?: number;
}

/** For so long a server that restarts or is busy is asked again. */
const RETRY_MS = 30_000;
const PAUSE_MS_MAX = 8_000;
/** A server that asks for a longer pause is not waited for. */
const RETRY_AFTER_SECONDS_MAX = 60;

/** API v2 of one server. It repeats what fails for a moment, if that cannot do anything twice. */
export class ApiClient {
  readonly url: string;
  private readonly key: string | null;

  constructor({ url, key }: { url: string; key: string | null }) {
    this.url = url;
    this.key = key;
  }

  /** Asks for JSON. @throws AnswerError for an answer of 400 and more, ClientError if the server cannot be reached */
  async json<Answer>(path: string, options: ApiRequest = {}): Promise<Answer> {
    const answer = await this.send(path, options);
    const text = await readText(answer);
    try {
      // The server's schemas describe its answers; docs/api.md says what each is.
      return (text === "" ? undefined : JSON.parse(text)) as Answer;
    } catch {
      throw new ClientError("server", `${this.url} did not answer in JSON. Is it the address of a Wooey server?`);
    }
  }

  /** Sends a request, and resolves with its answer once the head is there. @throws as `json` does */
  async send(path: string, options: ApiRequest = {}): Promise<IncomingMessage> {
    const { method = "GET", retryMs = RETRY_MS, signal } = options;
    const mayRepeat = method !== "POST" || options.isSafe || options.headers?.["idempotency-key"] !== undefined;
    const until = Date.now() + retryMs;
    for (let attempt = 0; ; attempt += 1) {
      const failure = await this.attempt(path, { ...options, method }).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
      if ("answer" in failure) return failure.answer;
      const { error } = failure;
      if (signal?.aborted) throw error;
      const pauseMs = pauseBefore(error, { attempt, mayRepeat });
      if (pauseMs === null || Date.now() + pauseMs > until) throw this.explain(error);
      if (attempt > 0) talk(`${this.explain(error).message} Trying again in ${Math.ceil(pauseMs / 1000)} s.`);
      await wait(pauseMs, undefined, signal ? { signal } : {});
    }
  }

  private async attempt(path: string, options: ApiRequest & { method: string }): Promise<IncomingMessage> {
    const { method, headers, query = {} } = options;
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, `${value}`);
    const answer = await request({
      method,
      url,
      headers: {
        accept: "application/json",
        "user-agent": `wooey-cli/${version()} (node ${process.versions.node})`,
        ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
        ...mediaTypeOf(options),
        ...headers,
      },
      body: bodyOf(options),
      signal: options.signal,
      ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    });
    const status = answer.statusCode ?? 500;
    if (status < 300) return answer;
    const text = await readText(answer);
    if (status < 400) throw new ClientError("input", redirected(url, answer.headers.location));
    throw new AnswerError(status, text, { retryAfter: answer.headers["retry-after"], where: url.host });
  }

  private explain(error: unknown): Error {
    if (error instanceof ClientError) return error;
    const code = codeOf(error);
    const reason = reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
    return new ClientError("server", `${this.url} cannot be reached: ${reason}.`, { cause: error });
  }
}

function mediaTypeOf({ json, form }: ApiRequest): Record<string, string> {
  if (json !== undefined) return { "content-type": "application/json" };
  return form ? { "content-type": "application/x-www-form-urlencoded" } : {};
}

function bodyOf({ json, form, body }: ApiRequest): Body | undefined {
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  return form ? Buffer.from(new URLSearchParams(form).toString()) : body;
}

const reasons = new Map([
  ["ECONNREFUSED", "nothing listens at this address"],
  ["ECONNRESET", "the connection was lost"],
  ["ENOTFOUND", "there is no such host"],
  ["EAI_AGAIN", "the host name cannot be looked up at the moment"],
  ["ETIMEDOUT", "it does not answer"],
  ["EPROTO", "it does not speak HTTPS"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "its certificate is self-signed; set NODE_EXTRA_CA_CERTS to trust it"],
]);

const passing = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "EHOSTUNREACH"]);

/** How long to wait before the same request may be sent again; null if it must not, or would fail again. */
function pauseBefore(error: unknown, { attempt, mayRepeat }: { attempt: number; mayRepeat: boolean }): number | null {
  const backoffMs = Math.min(PAUSE_MS_MAX, 250 * 2 ** attempt);
  if (error instanceof AnswerError) {
    const { status, retryAfterSeconds = 0 } = error;
    // Nothing was done with a request that was refused, so it may be repeated whatever it is.
    const wasRefused = status === 429 || status === 503;
    if (!wasRefused && !(mayRepeat && (status === 502 || status === 504))) return null;
    if (status === 429 && error.retryAfterSeconds === undefined) return null;
    return retryAfterSeconds > RETRY_AFTER_SECONDS_MAX ? null : Math.max(backoffMs, retryAfterSeconds * 1000);
  }
  const code = codeOf(error);
  if (!passing.has(code)) return null;
  return mayRepeat || code === "ECONNREFUSED" ? backoffMs : null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The key is not sent to another address than the one it was stored for. */
function redirected(url: URL, location: string | undefined): string {
  return `${url.origin} refers to ${location ?? "another address"}. Sign in at that address: wooey login URL`;
}
