import http from "node:http";
import { expect, test } from "vitest";
import { listening } from "./testing/listening";
import { closeAfterUnreadBody } from "./unread-body";

const limitBytes = 100_000;

/** Refuses a body as soon as it is too large, and reads no further. */
const origin = listening(
  http.createServer((request, response) => {
    closeAfterUnreadBody(request, response);
    let sizeBytes = 0;
    request.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= limitBytes) return;
      request.pause();
      if (!response.headersSent) response.writeHead(413).end("too large");
    });
    request.on("end", () => response.end("ok"));
  }),
);

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function send(
  sizeBytes: number,
): Promise<{ status: number | undefined; text: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = http.request(origin(), { method: "POST", agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      const { connection } = response.headers;
      response.on("end", () => resolve({ status: response.statusCode, text, connection }));
    });
    request.on("error", reject).end(Buffer.alloc(sizeBytes));
  });
}

test("a client that sends too much reads why, and its next request is answered", async () => {
  const ok = { status: 200, text: "ok", connection: "keep-alive" };
  expect(await send(1000)).toEqual(ok);
  for (const sizeBytes of [limitBytes + 100_000, 20_000_000]) {
    expect(await send(sizeBytes)).toEqual({ status: 413, text: "too large", connection: "close" });
    expect(await send(1000)).toEqual(ok);
  }
});
