import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type EventStream, openEventStream } from "./event-stream";

type Answer = (response: http.ServerResponse) => void;

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const refuse =
  (status: number, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();
const send =
  (...ids: number[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.write(`retry: 1\n\n${ids.map((id) => `id: ${id}\nevent: number\ndata: ${id}\n\n`).join("")}`);
  };
const sendAndDrop =
  (...ids: number[]): Answer =>
  (response) => {
    send(...ids)(response);
    response.end();
  };

/** Follows a server that gives these answers, one to each connection. */
async function follow(answers: Answer[]) {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request.url ?? "");
    answers[requests.length - 1]?.(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // A server that listens on a port has such an address.
  const received: unknown[] = [];
  const states: string[] = [];
  let last = "";
  const stream: EventStream = openEventStream({
    url: () => `http://127.0.0.1:${port}/${last}`,
    onEvent: ({ id, data }) => {
      last = id;
      received.push(data);
    },
    onState: (state) => states.push(state),
  });
  cleanups.push(stream.close, () => server.close().closeAllConnections());
  return { requests, received, states, stream };
}

test("failures and dropped connections are tried again, and the stream continues after the last event", async () => {
  const { requests, received, states, stream } = await follow([
    sendAndDrop(1, 2),
    refuse(502),
    refuse(503, { "content-type": "text/html" }),
    refuse(429, { "retry-after": "0" }),
    (response) => response.destroy(),
    send(3),
  ]);
  await expect.poll(() => received).toEqual([1, 2, 3]);
  expect(requests).toEqual(["/", "/2", "/2", "/2", "/2", "/2"]);
  expect(states).toEqual(["open", "lost", "lost", "lost", "lost", "lost", "open"]);
  stream.interrupt();
  await expect.poll(() => requests).toHaveLength(7);
});

test("Retry-After delays the next attempt until it is checked", async () => {
  const { requests, states, stream } = await follow([refuse(503, { "retry-after": "60" }), send(1)]);
  await expect.poll(() => states).toEqual(["lost"]);
  stream.check();
  await expect.poll(() => states).toEqual(["lost", "open"]);
  expect(requests).toHaveLength(2);
});

test.each([
  [204, "ended"],
  [401, "refused"],
  [404, "refused"],
])("%i ends the stream for good: %s", async (status, state) => {
  const { requests, states, stream } = await follow([sendAndDrop(1), refuse(status)]);
  await expect.poll(() => states).toEqual(["open", "lost", state]);
  stream.check();
  expect(requests).toHaveLength(2);
});
