/**
 * npx tsx --conditions=react-server bench/streams.ts [streams]
 * Opens this many event streams (500) of lists, of a running job, and of its output by the API, in which nothing happens,
 * to the built app with its own PostgreSQL and worker, and prints how much memory the web process needs for them. Exits with 1 if the promise is
 * broken. Uses a temporary data folder.
 */
import fs from "node:fs";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, report, startInstance } from "./instance";

const count = Number(process.argv[2] ?? 500);
/** Memory is settled after this time: garbage is collected, and each stream has had several heartbeats. */
const SETTLE_MS = 45_000;
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_STREAMS_PER_ADDRESS: String(count * 2),
});
try {
  const key = app.wooey("api-key", "create", "--user", "admin", "--name", "bench");
  const headers = { authorization: `Bearer ${key}`, accept: "text/event-stream" };
  app.addScript("waits", "import time\ntime.sleep(600)\n");
  const form = new URLSearchParams({ job_name: "waits", command: "" });
  const submitted = await fetch(`${app.origin}/api/scripts/v1/waits/submit/`, { method: "POST", body: form, headers });
  const { job_id: job } = await submitted.json();
  // The code of a stream is loaded before anything is measured.
  const kinds = [
    ["of lists", "/jobs/stream"],
    ["of a running job", `/jobs/${job}/stream?bar`],
    ["of its output", `/api/v2/jobs/${job}/output`],
  ] as const;
  for (const [, path] of kinds) (await openStreams(path, 20, headers)).close();
  await sleep(SETTLE_MS / 3);
  for (const [name, path] of kinds) {
    const before = memoryOfWeb(app.pid);
    const streams = await openStreams(path, count, headers);
    await sleep(SETTLE_MS);
    const megabytes = (memoryOfWeb(app.pid) - before) / 1024;
    const isKept = megabytes <= (60 * count) / 500;
    report(`${count} idle streams ${name} need ${megabytes.toFixed(0)} MB (at most 60 MB for 500)`, { isKept });
    streams.close();
    await sleep(SETTLE_MS / 3);
  }
} finally {
  await app.stop();
}
process.exit(exitCode());

async function openStreams(path: string, number: number, headers: Record<string, string>) {
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const requests: http.ClientRequest[] = [];
  for (let opened = 0; opened < number; opened += 1) {
    await new Promise<void>((resolve, reject) => {
      const request = http.get(app.origin + path, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path} answers ${response.statusCode}.`));
        response.once("data", () => resolve());
        response.resume().on("error", () => undefined); // It is destroyed at the end.
      });
      request.on("error", reject);
      requests.push(request);
    });
  }
  const close = () => {
    for (const request of requests) request.destroy();
  };
  return { close };
}

/** The resident memory in kB of the web process, which is a child of the supervisor. */
function memoryOfWeb(supervisor: number): number {
  const children = fs.readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ");
  const web = children.find((pid) => fs.readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("wooey-web"));
  return Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${web}/status`, "utf8"))?.[1]);
}
