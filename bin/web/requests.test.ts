import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { refusalOf, settleOrigin } from "./requests";

function request(method: string, url: string): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, url });
}

describe("refusalOf", () => {
  test.each(["/", "/jobs/%C3%A9/?q=%ff", "/api/scripts/v1/%2500/", "/?q=%2500", "/a%20b", "/%2e%2e/"])(
    "lets %s pass",
    (url) => {
      expect(refusalOf(request("GET", url))).toBeNull();
    },
  );

  test.each([
    "/api/scripts/v1/%ff/",
    "/%E0%A4%A/",
    "/api/jobs/v1/%zz/status",
    "/%",
    "/api/scripts/v1/%00/",
    "/x%00",
    "/?q=a%00b",
    "/?%00=b",
    "http://evil.example/",
    "*",
    "",
  ])("refuses %s with 400", (url) => {
    expect(refusalOf(request("GET", url))?.status).toBe(400);
  });

  test.each(["TRACE", "CONNECT", "PROPFIND", "PURGE"])("refuses %s with 405", (method) => {
    expect(refusalOf(request(method, "/"))?.status).toBe(405);
  });

  const usual = { host: "127.0.0.1:3000", "x-wooey-address": "127.0.0.1" };
  const send = (method: string, headers: Record<string, string>) =>
    refusalOf(Object.assign(request(method, "/me/"), { headers: { ...usual, ...headers } }))?.status ?? null;

  test.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ origin: "http://127.0.0.1:3000" }, null],
    [{ origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }, null],
    [{ origin: "null", "sec-fetch-site": "same-origin" }, null],
    [{ authorization: "Bearer wooey_x", origin: "https://evil.example" }, null],
    [{ authorization: "Basic x", origin: "https://evil.example" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "http://127.0.0.1:3000", "sec-fetch-site": "cross-site" }, 403],
    [{ origin: "https://127.0.0.1:3000" }, 403],
    [{ origin: "http://127.0.0.1:3001" }, 403],
    [{ origin: "http://127.0.0.1" }, 403],
    [{ origin: "http://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "" }, 403],
    [{ origin: "http://127.0.0.1:3000", "x-forwarded-proto": "https" }, 403],
  ])("answers a POST with %j: %s", (headers, status) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(send(method, headers)).toBe(status);
    expect(send("GET", headers)).toBeNull();
  });
});

test.each(["/mcp", "/mcp/", "/mcp?favorites=1"])("refuses pages of other sites at %s, also with a key", (url) => {
  const headers = { host: "127.0.0.1:3000", "x-wooey-address": "127.0.0.1", authorization: "Bearer wooey_x" };
  const from = (origin: string | undefined) =>
    refusalOf(Object.assign(request("POST", url), { headers: { ...headers, origin } }))?.status ?? null;
  expect(from(undefined)).toBeNull();
  expect(from("http://127.0.0.1:3000")).toBeNull();
  expect(from("https://evil.example")).toBe(403);
  expect(from("null")).toBe(403);
});

describe("settleOrigin", () => {
  test("gives Next an origin and a host that are the same", () => {
    const settled = (headers: Record<string, string>) => {
      const message = Object.assign(request("POST", "/"), { headers: { "x-wooey-address": "127.0.0.1", ...headers } });
      settleOrigin(message);
      return [message.headers.origin, message.headers["x-forwarded-host"]];
    };
    const host = "127.0.0.1:3000";
    expect(settled({ host })).toEqual([undefined, undefined]);
    expect(settled({ host, origin: "null" })).toEqual(["http://127.0.0.1:3000", "127.0.0.1:3000"]);
    const proxied = { host, "x-forwarded-host": "wooey.example", "x-forwarded-proto": "https" };
    expect(settled({ ...proxied, origin: "https://wooey.example" })).toEqual([
      "https://wooey.example",
      "wooey.example",
    ]);
  });
});
