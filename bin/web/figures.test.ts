import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webRequests } from "@/server/workers/web-requests";
import { countFor } from "./figures";

const waiting = new Map<string, http.ServerResponse>();
const server = http.createServer((request, response) => {
  countFor(request, response);
  waiting.set(request.url ?? "", response);
  if (request.url === "/silent") return;
  response.statusCode = request.method === "PUT" ? 405 : 200;
  request.url = "/rewritten";
  response.write("the first piece");
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const counted = () =>
  [...webRequests().answered.values()].map(
    ({ labels, requests }) => `${labels.kind} ${labels.method} ${labels.status} ${requests}`,
  );

test("counts each request once by what came, with the time until its answer began", async () => {
  for (const [method, url] of [
    ["GET", "/api/jobs/v1/1/status/?x=/"],
    ["PUT", "/"],
  ] as const) {
    const started = performance.now();
    const body = (await fetch(`http://127.0.0.1:${port}${url}`, { method })).body!.getReader();
    await body.read();
    const firstByteMs = performance.now() - started;
    await expect.poll(() => performance.now() - started).toBeGreaterThan(2 * firstByteMs);
    waiting.get(url)!.end();
    expect((await body.read()).done).toBe(true);
    const kind = method === "GET" ? "api" : "page";
    await expect.poll(() => webRequests().durations.get(kind)?.count).toBe(1);
    expect(webRequests().durations.get(kind)!.seconds * 1000).toBeLessThan(firstByteMs);
  }
  expect(counted()).toEqual(["api GET 2xx 1", "page PUT 4xx 1"]);
  expect(webRequests().open).toBe(0);
});

test("counts one whose client left before an answer", async () => {
  const socket = net.connect(port, "127.0.0.1");
  socket.write("GET /silent HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => waiting.has("/silent")).toBe(true);
  expect(webRequests().open).toBe(1);
  socket.destroy();
  await expect.poll(counted).toContain("page GET none 1");
  expect(webRequests().open).toBe(0);
});
