import http from "node:http";
import { describe, expect, test } from "vitest";
import { secure } from "./headers";
import { listening } from "./testing/listening";

let seen: http.IncomingHttpHeaders = {};
const server = http.createServer((request, response) => {
  secure(request, response);
  seen = request.headers;
  if (request.url === "/file") response.setHeader("content-security-policy", "sandbox");
  if (request.url === "/head") response.writeHead(201, { "referrer-policy": "no-referrer" });
  const requested = String(request.headers["x-requested"] ?? "");
  const caching = requested ? { "cache-control": requested } : {};
  const status = request.url === "/missing" ? 404 : 200;
  if (request.headers["x-place"] === "written") response.writeHead(status, caching);
  else if (request.headers["x-place"] === "set") {
    response.statusCode = status;
    for (const [name, value] of Object.entries(caching)) response.setHeader(name, value);
  }
  response.end("x");
});
const origin = listening(server);

describe("secure", () => {
  test("gives an answer a policy, and the request the same with its nonce", async () => {
    const { headers } = await fetch(`${origin()}/`, {
      headers: { "x-nonce": "mine", "content-security-policy": "none" },
    });
    expect(headers.get("content-security-policy")).toBe(seen["content-security-policy"]);
    expect(headers.get("content-security-policy")).toContain(`'nonce-${seen["x-nonce"]}'`);
    expect(seen["x-nonce"]).not.toBe("mine");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("leaves an answer the headers of its own", async () => {
    const file = await fetch(`${origin()}/file`);
    expect(file.headers.get("content-security-policy")).toBe("sandbox");
    expect(file.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    const head = await fetch(`${origin()}/head`);
    expect([head.status, head.headers.get("referrer-policy")]).toEqual([201, "no-referrer"]);
  });

  test("keeps the addresses of jobs from other sites and from search engines", async () => {
    const uuid = "4bd7f3a1-0000-4000-8000-000000000000";
    for (const path of [
      `/jobs/${uuid}/`,
      `/scripts/x/jobs/${uuid}/`,
      `/scripts/x/version/1/jobs/${uuid}`,
      `/scripts/x/%6Aobs/${uuid}/`,
      "/reset/?link=secret",
      "/register/?invite=secret",
    ]) {
      const page = await fetch(origin() + path);
      expect([path, page.headers.get("referrer-policy")]).toEqual([path, "no-referrer"]);
      expect(page.headers.get("x-robots-tag")).toBe("noindex");
    }
    const home = await fetch(`${origin()}/`);
    expect(home.headers.get("referrer-policy")).toBe("same-origin");
    expect(home.headers.get("x-robots-tag")).toBeNull();
  });

  test("has browsers send an origin with the forms of such pages where they send nothing else", async () => {
    const policyFor = async (host: string) => {
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http.get(`${origin()}/jobs/1/`, { headers: { host } }, resolve).on("error", reject);
      });
      response.resume();
      return response.headers["referrer-policy"];
    };
    expect(await policyFor("wooey.example")).toBe("same-origin");
    expect(await policyFor("192.0.2.7:3000")).toBe("same-origin");
    for (const host of ["localhost", "127.0.0.2:80", "[::1]:3000", "wooey.localhost"])
      expect(await policyFor(host)).toBe("no-referrer");
  });

  test.each([
    ["/none", undefined, "private, no-store"],
    ["/short", "public, max-age=60", "private, no-store"],
    ["/revalidated", "private, no-cache", "private, no-store"],
    ["/stream", "no-cache, no-transform", "private, no-store, no-transform"],
    ["/forever", "public, max-age=31536000, immutable", "public, max-age=31536000, immutable"],
    ["/missing", "public, max-age=31536000, immutable", "private, no-store"],
  ])("lets no cache keep an answer that may depend on who asks: %s", async (path, requested, sent) => {
    for (const method of ["set", "written"]) {
      const headers = { "x-requested": requested ?? "", "x-place": method };
      expect((await fetch(origin() + path, { headers })).headers.get("cache-control")).toBe(sent);
    }
  });

  test("gives static files no policy that changes with each request", async () => {
    const { headers } = await fetch(`${origin()}/_next/static/x.js`);
    expect(headers.get("content-security-policy")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});
