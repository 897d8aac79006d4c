/**
 * npx tsx --conditions=react-server bench/uploads.ts [MB]
 * Measures uploads through a form of the built app: a file of this size (200) in one multipart request, the same by tus in
 * one part and in two, and forms with a small file. Prints each figure with the growth of web's memory. Exits with 1 if a
 * resumable upload takes more than 1.25 times as long as the multipart one, or 64 MB of memory.
 */
import http from "node:http";
import { exitCode, percentiles, report, startInstance, timed, watchMemory, webOf } from "./instance";

const megabytes = Number(process.argv[2] ?? 200);
const ROUNDS = 3;
const SMALL_FORMS = 100;
const source = `import argparse
p = argparse.ArgumentParser()
p.add_argument("--file", type=argparse.FileType("rb"))
p.parse_args()
`;
const chunk = Buffer.alloc(1024 * 1024, "some bytes ");
const app = await startInstance({ WOOEY_LIMIT_WAITING_JOBS: "10000", WOOEY_LIMIT_SUBMITS_PER_SECOND: "10000" });
const web = webOf(app);
const target = new URL(app.origin);
const edge = "bench-bench-bench";
const head = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n`;
const tail = `\r\n--${edge}--\r\n`;
let cookie = "";

try {
  app.addScript("nothing", source);
  cookie = await visitorCookie();
  const multipart = await measure("multipart", () => postForm(megabytes));
  const onePart = await measure("tus, one part", () => uploadByTus([megabytes]));
  await measure("tus, two parts", () => uploadByTus([megabytes / 2, megabytes / 2]));
  report(`tus takes ${(onePart / multipart).toFixed(2)} times as long (promised 1.25)`, {
    isKept: onePart <= multipart * 1.25,
  });
  const times: number[] = [];
  for (let n = 0; n < SMALL_FORMS; n++) times.push(await timed(() => postForm(0)));
  const { p50, p95 } = percentiles(times);
  report(`form with a small file: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`, { isKept: true });
} finally {
  await app.stop();
}
process.exit(exitCode());

/** The best of some rounds, in seconds. */
async function measure(name: string, upload: () => Promise<void>): Promise<number> {
  const seconds: number[] = [];
  const { grownMb } = await watchMemory(web, async () => {
    for (let n = 0; n < ROUNDS; n++) seconds.push((await timed(upload)) / 1000);
  });
  const best = Math.min(...seconds);
  const speed = (megabytes / best).toFixed(0);
  report(`${name}: ${best.toFixed(2)} s, ${speed} MB/s, memory + ${grownMb} MB (promised 64)`, {
    isKept: grownMb <= 64,
  });
  return best;
}

async function visitorCookie(): Promise<string> {
  const { headers } = await send("POST", "/uploads", { headers: { "upload-length": "0" }, body: [] });
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

async function postForm(fileMegabytes: number): Promise<void> {
  const body = [head, ...Array.from({ length: fileMegabytes }, () => chunk), tail];
  const headers = { "content-type": `multipart/form-data; boundary=${edge}`, accept: "application/json" };
  expectStatus(await send("POST", "/scripts/nothing/run", { headers, body }), 200);
}

async function uploadByTus(parts: number[]): Promise<void> {
  const opened = await send("POST", "/uploads", {
    headers: { "upload-length": String(megabytes * chunk.length) },
    body: [],
  });
  const location = opened.headers.location ?? "";
  let offset = 0;
  for (const part of parts) {
    const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) };
    const body = Array.from({ length: part }, () => chunk);
    expectStatus(await send("PATCH", location, { headers, body }), 204);
    offset += part * chunk.length;
  }
  const body = new URLSearchParams({ "file.$upload": location.split("/").at(-1) ?? "" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  expectStatus(await send("POST", "/scripts/nothing/run", { headers, body: [body] }), 200);
}

interface Sent {
  headers: Record<string, string>;
  body: (string | Buffer)[];
}

function expectStatus({ statusCode }: http.IncomingMessage, expected: number): void {
  if (statusCode !== expected) throw new Error(`A request was answered with ${statusCode}.`);
}

/** Sends a request as a browser would, and waits for the end of its answer. */
function send(method: string, path: string, { headers, body }: Sent): Promise<http.IncomingMessage> {
  const length = body.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const request = http.request(new URL(path, target), {
    method,
    headers: { ...headers, origin: target.origin, cookie, "content-length": length },
  });
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => response.resume().once("end", () => resolve(response)));
    const parts = [...body];
    const write = () => {
      for (let part = parts.shift(); part !== undefined; part = parts.shift())
        if (!request.write(part)) return void request.once("drain", write);
      request.end();
    };
    write();
  });
}
