import http from "node:http";
import { expect, test } from "vitest";
import { answerCors } from "./cors";
import { listening } from "./testing/listening";

const listed = "https://lab.example";
const origin = listening(
  http.createServer((request, response) => {
    const origins = new Set(request.headers["x-none"] ? [] : [listed]);
    if (!answerCors(request, response, origins)) response.end("passed");
  }),
);

async function ask(path: string, headers: Record<string, string>, method = "GET") {
  const response = await fetch(origin() + path, { method, headers });
  return { status: response.status, allowed: response.headers.get("access-control-allow-origin") };
}

const preflight = { "access-control-request-method": "POST" };

test("pages of a listed origin may call API v2, and their preflight is answered", async () => {
  expect(await ask("/api/v2/me", { origin: listed })).toEqual({ status: 200, allowed: listed });
  expect(await ask("/api/v2/me", { origin: listed, ...preflight }, "OPTIONS")).toEqual({
    status: 204,
    allowed: listed,
  });
});

test("other origins, other paths and an instance without listed origins allow nothing", async () => {
  expect(await ask("/api/v2/me", { origin: "https://evil.example", ...preflight }, "OPTIONS")).toEqual({
    status: 200,
    allowed: null,
  });
  expect((await ask("/api/v2/me", { origin: "null" })).allowed).toBeNull();
  expect((await ask("/jobs/1/", { origin: listed })).allowed).toBeNull();
  expect((await ask("/api/v2x", { origin: listed })).allowed).toBeNull();
  expect((await ask("/api/v2/me", { origin: listed, "x-none": "1" })).allowed).toBeNull();
});
