import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { guardBody, isUpload, refuseStream, refuseUpload, trackConnections } from "./limits";

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // A server that listens on a port has such an address.
}

describe("trackConnections", () => {
  test("lets an address have so many at a time, each kind for itself, and gives connections back", async () => {
    const connections = trackConnections({ streams: 2, uploads: 1 });
    const responses: http.ServerResponse[] = [];
    const port = await serve((request, response) => {
      const address = String(request.headers["x-address"]);
      if (
        request.url === "/upload"
          ? connections.take("upload", address, response)
          : connections.take("stream", address, response)
      ) {
        response.writeHead(200).flushHeaders();
        responses.push(response);
      } else if (request.url === "/upload") refuseUpload(response);
      else refuseStream(response);
    });
    const open = async (path: string, address: string) =>
      await fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-address": address } });
    const first = await open("/", "a");
    await open("/", "a");
    const postponed = await open("/", "a");
    expect([postponed.status, postponed.headers.get("retry-after")]).toEqual([429, "30"]);
    await open("/", "b");
    expect((await open("/upload", "a")).status).toBe(200);
    const refused = await open("/upload", "a");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
    await first.body?.cancel();
    await expect.poll(() => connections.open.get("stream a")).toBe(1);
    expect((await open("/", "a")).headers.get("content-type")).toBeNull();
    for (const response of responses) response.destroy();
    await expect.poll(() => connections.open.size).toBe(0);
  });
});

test("isUpload is true for large bodies and for those of unknown size", () => {
  const withHeaders = (headers: http.IncomingHttpHeaders) =>
    isUpload(Object.assign(new http.IncomingMessage(new net.Socket()), { headers }));
  expect(withHeaders({})).toBe(false);
  expect(withHeaders({ "content-length": "1000000" })).toBe(false);
  expect(withHeaders({ "content-length": "2000000" })).toBe(true);
  expect(withHeaders({ "transfer-encoding": "chunked" })).toBe(true);
});

describe("guardBody", () => {
  const pace = { checkMs: 400, bytesMin: 100 };
  const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";

  /** What a client gets that sends `text` every 10 ms; "" while there is no answer. */
  async function answerTo(text: string, { reads }: { reads: boolean }) {
    const port = await serve((request, response) => {
      guardBody(request, response, pace);
      if (reads) request.resume().once("end", () => response.end("all"));
    });
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => undefined); // The server closes the connection.
    socket.write(head);
    const timer = setInterval(() => socket.write(text), 20);
    let answer = "";
    socket.on("data", (bytes) => (answer += bytes));
    return { socket, answer: () => answer, stop: () => clearInterval(timer) };
  }

  test("ends a request whose body hardly arrives", async () => {
    const { socket, answer, stop } = await answerTo("x", { reads: true });
    await once(socket, "close");
    stop();
    expect(answer()).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("lets one pass that arrives steadily", async () => {
    const { answer, stop, socket } = await answerTo("x".repeat(2_000), { reads: true });
    await expect.poll(answer, { timeout: 5_000 }).toMatch(/^HTTP\/1\.1 200 /);
    stop();
    socket.destroy();
  });

  test("does not blame the client while the server does not read", async () => {
    const { answer, stop, socket } = await answerTo("x".repeat(20_000), { reads: false });
    const started = performance.now();
    await expect.poll(() => performance.now() - started).toBeGreaterThan(1_000);
    stop();
    expect([answer(), socket.destroyed]).toEqual(["", false]);
    socket.destroy();
  });
});
