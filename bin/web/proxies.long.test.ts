import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findFreePort } from "@/bin/programs/port";
import { type Instance, startInstance } from "@/bin/programs/testing/instance";
import { childEnvironment } from "@/server/env";
import { projectRoot } from "@/server/root";

// The examples of deploy/ in front of the built product: the proxies themselves, on loopback.

const NAME = "wooey.example.org";
/** Where clients connect from: another address than the proxy's, 127.0.0.1. */
const CLIENT = "127.0.0.9";
const HALF = randomBytes(150_000_000);
const WAIT_MS = 60_000;

let instance: Instance;
let key: string;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-proxies-"));
const proxies: ChildProcess[] = [];

beforeAll(async () => {
  instance = await startInstance({
    WOOEY_ENABLE_API_KEYS: "true",
    PUBLIC_URL: `https://${NAME}`,
    WOOEY_TRUSTED_PROXIES: "127.0.0.1",
    WOOEY_MINIMUM_ISOLATION: "0",
  });
  const script = path.join(folder, "slow.py");
  fs.writeFileSync(script, 'import time\nprint("the first line", flush=True)\ntime.sleep(600)\n');
  await instance.wooey("script", "add", script);
  key = await instance.wooey("api-key", "create", "--user", "admin", "--name", "proxies");
}, 120_000);

afterAll(async () => {
  for (const proxy of proxies) {
    const ended = new Promise((resolve) => proxy.once("exit", resolve));
    proxy.kill("SIGTERM");
    await ended;
  }
  instance?.destroy();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ["nginx", startNginx],
  ["Caddy", startCaddy],
])("behind %s", (_name, start) => {
  let port = 0;
  beforeAll(async () => {
    port = await start();
    await vi.waitFor(async () => expect((await send(port, "/healthz")).status).toBe(200), WAIT_MS);
  }, 2 * WAIT_MS);

  test("an upload of 300 MB passes through as it arrives, and the audit has its client's address", async () => {
    const before = sizeOf(instance.dataFolder);
    const request = open(port, "/api/v2/uploads?filename=large.bin", {
      method: "POST",
      headers: {
        "content-length": String(2 * HALF.length),
        "content-type": "application/octet-stream",
        "x-forwarded-for": "203.0.113.7",
      },
    });
    const answered = answerOf(request);
    request.write(HALF);
    await vi.waitFor(() => expect(sizeOf(instance.dataFolder) - before).toBeGreaterThan(0.9 * HALF.length), WAIT_MS);
    request.end(HALF);
    const { status, text } = await answered;
    expect(status, text).toBe(201);
    expect(JSON.parse(text)).toMatchObject({ receivedBytes: 2 * HALF.length, isComplete: true });
    expect(hashesOfLargeFiles()).toContain(createHash("sha256").update(HALF).update(HALF).digest("hex"));
    const headers = { authorization: "Bearer wrong", "x-forwarded-for": "203.0.113.7" };
    const refused = await send(port, "/api/v2/jobs", { headers });
    expect(refused.status).toBe(401);
    expect(await countAudited(port, CLIENT)).toBeGreaterThan(0);
    expect(await countAudited(port, "203.0.113.7")).toBe(0);
  });

  test("a line of output arrives while its script runs", async () => {
    const json = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
    const submitted = await send(port, "/api/v2/scripts/slow/jobs", json);
    const { id } = JSON.parse(submitted.text) as { id: number };
    const request = open(port, `/api/v2/jobs/${id}/output`, { headers: { accept: "text/event-stream" } });
    request.end();
    const answer = await new Promise<IncomingMessage>((resolve) => request.once("response", resolve));
    let text = "";
    answer.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    await vi.waitFor(() => expect(text).toContain("the first line"), WAIT_MS);
    const { status } = JSON.parse((await send(port, `/api/v2/jobs/${id}`)).text) as { status: string };
    expect(status).toBe("running");
    request.destroy();
    await send(port, `/api/v2/jobs/${id}/cancel`, { method: "POST" });
  });
});

async function countAudited(port: number, address: string): Promise<number> {
  const { status, text } = await send(port, `/api/v2/audit?address=${address}`);
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { items: unknown[] }).items.length;
}

interface Message {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request through the proxy with the name of the site. */
function open(port: number, path: string, { method = "GET", headers }: Message = {}) {
  return https.request({
    host: "127.0.0.1",
    port,
    localAddress: CLIENT,
    method,
    path,
    servername: NAME,
    rejectUnauthorized: false,
    headers: { host: NAME, authorization: `Bearer ${key}`, ...headers },
  });
}

async function send(port: number, path: string, message: Message = {}) {
  const request = open(port, path, message);
  request.end(message.body);
  return answerOf(request);
}

function answerOf(request: ReturnType<typeof open>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
  });
}

async function startNginx(): Promise<number> {
  const [port, plain] = [await findFreePort("127.0.0.1", 20_000), await findFreePort("127.0.0.1", 30_000)];
  const [certificate, secret] = makeCertificate();
  const site = readExample("nginx/wooey.conf")
    .replace("127.0.0.1:3000", new URL(instance.url).host)
    .replace("listen 80;", `listen 127.0.0.1:${plain};`)
    .replace("listen 443", `listen 127.0.0.1:${port}`)
    .replace(/\/etc\/ssl\/\S+\.pem/, certificate)
    .replace(/\/etc\/ssl\/\S+\.key/, secret);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const main = `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
http { access_log off; ${temporary.join(" ")}
${site} }`;
  fs.writeFileSync(path.join(folder, "nginx.conf"), main);
  keep("nginx", ["-c", path.join(folder, "nginx.conf"), "-p", folder]);
  return port;
}

async function startCaddy(): Promise<number> {
  const port = await findFreePort("127.0.0.1", 40_000);
  const site = readExample("caddy/Caddyfile")
    .replace("127.0.0.1:3000", new URL(instance.url).host)
    .replace(`${NAME} {`, `https://${NAME}:${port} {\n\tbind 127.0.0.1\n\ttls internal`);
  const options = `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tstorage file_system ${folder}/caddy\n}\n`;
  fs.writeFileSync(path.join(folder, "Caddyfile"), options + site);
  keep("caddy", ["run", "--config", path.join(folder, "Caddyfile"), "--adapter", "caddyfile"]);
  return port;
}

function readExample(name: string): string {
  return fs.readFileSync(path.join(projectRoot(), "deploy", name), "utf8");
}

function makeCertificate(): [string, string] {
  const [certificate, secret] = [path.join(folder, "site.pem"), path.join(folder, "site.key")];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${NAME}`.split(" ");
  execFileSync("openssl", [...words, "-keyout", secret, "-out", certificate], { stdio: "ignore" });
  return [certificate, secret];
}

function keep(program: string, words: string[]): void {
  proxies.push(
    spawn(program, words, { stdio: ["ignore", "ignore", "inherit"], env: childEnvironment({ HOME: folder }) }),
  );
}

/** The SHA-256 of what was uploaded, as it is on the disk. */
function hashesOfLargeFiles(): string {
  const words = [instance.dataFolder, "-size", `${2 * HALF.length}c`, "-exec", "sha256sum", "{}", "+"];
  return execFileSync("find", words, { encoding: "utf8" });
}

/** The bytes of all files of a folder, some of which may be disappearing. */
function sizeOf(folder: string): number {
  return Number(spawnSync("du", ["-sb", folder], { encoding: "utf8" }).stdout.split("\t")[0]);
}
