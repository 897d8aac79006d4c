import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendEvents } from "@/server/http/event-stream";
import { bodyOf } from "@/server/http/request-body";
import { jsonList, toBody } from "@/server/http/stream";
import { readUpload } from "@/server/http/upload";
import { sendDirectly } from "./direct-answers";

// An error that is thrown after its request is over reaches nobody: Vitest fails a run in which there is one.

const REQUESTS = 60;
const CHUNK = "x".repeat(4096);
const AT_ONCE = 20;

/** As Next makes a request: Node makes the body of the incoming message. */
function asNext(incoming: http.IncomingMessage): Request {
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = incoming as unknown as BodyInit; // Node accepts what can be iterated.
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return new Request(`http://localhost${incoming.url}`, init);
}

async function* several<Item>(item: Item): AsyncGenerator<Item> {
  for (let n = 0; n < 10; n += 1) {
    yield item;
    await sleep(Math.random());
  }
}

const answers: Record<string, (request: Request) => Response | Promise<Response>> = {
  "/events": (request) => sendEvents(request, () => several([{ event: "chunk", data: CHUNK }]), { retryMs: 1000 }),
  "/list": () => jsonList("items", several([CHUNK])),
  "/text": () => new Response(toBody(() => several(CHUNK))),
  "/json": () => Response.json({ text: CHUNK }),
  "/echo": async (request) => new Response(await request.text().catch(() => "incomplete")),
};

const uploads: Record<string, (request: Request) => Promise<unknown>> = {
  "/destroyed": async (request) => {
    const body = bodyOf(request).on("error", () => undefined);
    body.resume();
    await sleep(Math.random() * 3);
    body.destroy();
  },
  "/form": (request) => readUpload(request, { fileBytesMax: 1_000_000 }),
};

let server: http.Server;
let port = 0;

beforeAll(async () => {
  server = http.createServer((incoming, response) => {
    const path = incoming.url ?? "";
    const answer = answers[path];
    if (answer) return void sendDirectly({ answer, isHeld: path === "/events" }, incoming, response);
    void uploads[path]?.(asNext(incoming))
      .catch(() => undefined)
      .then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port; // A server that listens on a port has such an address.
});

afterAll(() => void server.closeAllConnections());

interface Sending {
  path: string;
  isForm: boolean;
  /** After how many chunks the client leaves; it stays if there are fewer. */
  leavesAfter: number;
}

const formStart = '--b\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\n';
const formEnd = "\r\n--b--\r\n";

/** Sends a request in one to six chunks, and returns whether it was answered. */
async function send({ path, isForm, leavesAfter }: Sending): Promise<boolean> {
  const headers = { "content-type": isForm ? "multipart/form-data; boundary=b" : "text/plain" };
  const request = http.request({ agent: false, port, host: "127.0.0.1", path, method: "POST", headers });
  const answered = new Promise<boolean>((resolve) => {
    request.on("response", (response) =>
      response
        .resume()
        .on("error", () => resolve(false))
        .on("end", () => resolve(true)),
    );
    request.on("error", () => resolve(false)).on("close", () => resolve(false));
  });
  if (isForm) request.write(formStart);
  const chunkCount = 1 + Math.floor(Math.random() * 6);
  for (let n = 0; n < chunkCount && !request.destroyed; n += 1) {
    if (n === leavesAfter) request.destroy();
    else request.write(CHUNK);
    await sleep(Math.random() * 2);
  }
  request.end(isForm && leavesAfter > chunkCount ? formEnd : "");
  return answered;
}

async function sendMany({ path, isForm }: Pick<Sending, "path" | "isForm">): Promise<void> {
  const sendSome = async () => {
    for (let n = 0; n < REQUESTS / AT_ONCE; n += 1)
      await send({ path, isForm, leavesAfter: Math.floor(Math.random() * 8) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
}

test.each([...Object.keys(answers), ...Object.keys(uploads)])(
  "clients that leave %s at any moment cause no error that nobody catches, and others are answered",
  async (path) => {
    const isForm = path === "/form";
    await sendMany({ path, isForm });
    expect(await send({ path, isForm, leavesAfter: Number.POSITIVE_INFINITY })).toBe(true);
  },
);
