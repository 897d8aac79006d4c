import http from "node:http";
import { hostileTexts } from "@/command-line/testing/hostile";
import { Chance } from "@/command-line/testing/random";
import { seeded } from "@/command-line/testing/seeded";
import type { FuzzObjects } from "./fuzz-objects";
import { listRoutes, pathOf, type Samples } from "./routes";

/**
 * Who sends requests, and what with methods that may change something: `everything`, `nothing`, or the API's `objects`,
 * which nothing else uses.
 */
export interface Caller {
  headers: Record<string, string>;
  changes: "everything" | "nothing" | FuzzObjects;
}

export interface FuzzOptions {
  baseURL: string;
  requests: number;
  seed: number;
  callers: Caller[];
  samples: Samples;
}

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

const CONCURRENT = 6;
/** A redirect repeats a long address in two headers. */
const HEADER_BYTES_MAX = 64 * 1024;
const names =
  "q text status state scope script user since until before after action target page group files file from count start end stream command attempt position bar preview download next code token visibility name version versions left right _rsc __refused __nextLocale".split(
    " ",
  );
const types = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
];

/**
 * Sends seeded nonsense to every address of the app. `failures` has a line for each answer that no client may provoke: a
 * 5xx, none at all, or one that a cache may keep although it depends on who asks. `statuses` counts all answers.
 */
export async function fuzz({
  requests,
  seed,
  ...options
}: FuzzOptions): Promise<{ failures: string[]; statuses: Record<string, number> }> {
  const chance = new Chance(seeded(seed));
  const routes = listRoutes();
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONCURRENT });
  const failures: string[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;
  const work = async () => {
    while (sent < requests && failures.length < 50) {
      sent += 1;
      const request = makeRequest(chance, chance.of(routes), options);
      const { status, caching } = await send(agent, options.baseURL, request);
      statuses[status] = (statuses[status] ?? 0) + 1;
      // Node itself answers what it cannot read, without a header of ours; no cache keeps such an answer.
      const isOfNode = caching === "" && [400, 431].includes(status);
      const isKept = !isOfNode && caching !== "private, no-store" && !/^public.*immutable$|no-transform$/.test(caching);
      // This address says with 503 that a worker is missing.
      const isNotReady = status === 503 && request.path.startsWith("/readyz");
      if (status === 0 || (status >= 500 && !isNotReady) || isKept)
        failures.push(`${status} ${caching} ${JSON.stringify(request)}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, work));
  agent.destroy();
  return { failures, statuses };
}

function makeRequest(
  chance: Chance,
  route: string,
  { callers, samples }: Pick<FuzzOptions, "callers" | "samples">,
): Sent {
  const { headers: callersHeaders, changes } = chance.of(callers);
  const objects = typeof changes === "object" && isAboutObject(route) ? changes : null;
  const mayChange = changes === "everything" || objects !== null;
  const method = mayChange && chance.with(objects ? 0.8 : 0.4) ? chance.of(["POST", "PUT", "PATCH", "DELETE"]) : "GET";
  const choose = objects?.samples ?? samples;
  const path = pathOf(route, (parameter) =>
    chance.with(objects ? 0.9 : 0.5) ? choose(route, parameter) : encode(chance, chance.of(hostileTexts)),
  );
  const query = Array.from({ length: chance.below(4) }, () => {
    const name = chance.with(0.8) ? chance.of(names) : encode(chance, chance.of(hostileTexts));
    return `${name}=${encode(chance, chance.of(hostileTexts))}`;
  });
  const headers: Record<string, string> = { ...callersHeaders, ...oddHeaders(chance) };
  const body = method === "GET" ? "" : makeBody(chance, headers, objects?.names ?? names);
  // Node sends the body of a DELETE without its length unless told so.
  if (body !== "") headers["content-length"] = String(Buffer.byteLength(body));
  return {
    method,
    path: `${path}${chance.with(0.5) ? "/" : ""}${query.length ? `?${query.join("&")}` : ""}`,
    headers,
    body,
  };
}

/** As a text of an address: mostly encoded, sometimes as it is where the bytes of a request allow it. */
function encode(chance: Chance, text: string): string {
  const encoded = encodeURIComponent(Buffer.from(text).toString());
  return chance.with(0.9) ? encoded : text.replace(/[^!-~]|[?#]/g, "_");
}

function oddHeaders(chance: Chance): Record<string, string> {
  const text = chance.of(hostileTexts).replace(/[^\x20-\x7e]/g, "_");
  const odd: [string, string][] = [
    ["next-action", text],
    ["next-action", "40".padEnd(42, "0")],
    ["rsc", "1"],
    ["next-router-state-tree", encodeURIComponent(text)],
    ["next-router-prefetch", "1"],
    ["next-url", text],
    ["accept", text],
    ["accept-language", text],
    ["accept", "application/json"],
    ["range", `bytes=${text}`],
    ["if-none-match", text],
    ["last-event-id", text],
    ["idempotency-key", text],
    ["origin", text],
    ["x-forwarded-host", text],
    ["x-forwarded-proto", text],
    ["x-wooey-address", text],
    ["x-middleware-subrequest", text],
    ["x-send-file", "/etc/passwd"],
    ["cookie", `wooey_browser=${text}; wooey-theme=${text}; authjs.session-token=${text}; wooey_refusal=${text}`],
  ];
  return chance.with(0.4) ? Object.fromEntries([chance.of(odd)]) : {};
}

/** Whether it is an address of the API for one script, job or environment. */
function isAboutObject(route: string): boolean {
  return /^\/api\/(scripts|jobs|virtual-environments)\/.*\[/.test(route);
}

function makeBody(chance: Chance, headers: Record<string, string>, fieldNames: string[]): string {
  const type = chance.of(types);
  headers["content-type"] = type;
  const fields = Array.from({ length: chance.below(5) }, (): [string, string] => [
    chance.with(0.6) ? chance.of(fieldNames) : chance.of(hostileTexts),
    chance.of(hostileTexts),
  ]);
  if (type.startsWith("application/json"))
    return JSON.stringify(Object.fromEntries(fields.map(([name, text]) => [name, jsonValue(chance, text)])));
  if (type.startsWith("multipart")) {
    const parts = fields.map(
      ([name, value]) =>
        `--x\r\nContent-Disposition: form-data; name="${name.replaceAll('"', "%22")}"\r\n\r\n${value}\r\n`,
    );
    return `${parts.join("")}--x--${chance.with(0.9) ? "\r\n" : ""}`;
  }
  return type === "text/plain" ? chance.of(hostileTexts) : new URLSearchParams(fields).toString();
}

/** The text, or a value that is none. */
function jsonValue(chance: Chance, text: string): unknown {
  const others = [0, -1, 1.5, 2 ** 53, 1e308, true, false, null, [], {}, [text], [[text]], { [text]: text }];
  return chance.with(0.5) ? text : chance.of(others);
}

/** The status and Cache-Control of the answer; status 0 if there is none within half a minute. */
function send(agent: http.Agent, baseURL: string, { method, path, headers, body }: Sent) {
  return new Promise<{ status: number; caching: string }>((resolve) => {
    const options = { agent, method, path, headers, timeout: 30_000, maxHeaderSize: HEADER_BYTES_MAX };
    const request = http.request(new URL(baseURL), options, (response) => {
      const answer = { status: response.statusCode ?? 0, caching: response.headers["cache-control"] ?? "" };
      const isStream = response.headers["content-type"]?.startsWith("text/event-stream");
      if (isStream) request.destroy();
      else response.resume();
      response.once("close", () => resolve(answer));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve({ status: 0, caching: "" }));
    request.end(body);
  });
}
