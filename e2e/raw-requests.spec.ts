import fs from "node:fs";
import net from "node:net";
import { createApiKey } from "./command-line";
import { expect, test } from "./fixtures";

// Requests that no client library would send, over a bare connection to the running instance.

let key = "";
test.beforeAll(async () => {
  key = await createApiKey("admin");
});

const submit = "POST /api/scripts/v1/table-summary/submit/";
const incoming = () => fs.readdirSync(".e2e/data/files/incoming");

interface Message {
  /** Method and path. */
  line: string;
  headers?: string[];
  body?: string | Buffer;
  /** Closes the connection when everything is sent. */
  leaves?: true;
}

/** Sends bytes, and returns what comes back until the other side closes. */
async function send(baseURL: string | undefined, { line, headers = [], body = "", leaves }: Message) {
  const { hostname, port, host } = new URL(baseURL ?? "");
  const socket = net.connect(Number(port), hostname);
  const head = [`${line} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${key}`, "Connection: close", ...headers];
  socket.on("error", () => undefined); // The other side may close before it has read everything.
  socket.write(`${head.join("\r\n")}\r\n\r\n`, "latin1");
  socket.write(body, () => leaves && socket.destroy());
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await new Promise((resolve) => socket.once("close", resolve));
  const answer = Buffer.concat(chunks).toString("latin1");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), answer };
}

function multipart(parts: { name: string; filename?: string; value: string }[]): { headers: string[]; body: Buffer } {
  const text = parts.map(({ name, filename, value }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"`;
    return `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  const body = Buffer.from(`${text.join("")}--edge--\r\n`, "latin1");
  return { headers: ["Content-Type: multipart/form-data; boundary=edge", `Content-Length: ${body.length}`], body };
}

test("400 for addresses that are not text, 404 for unknown ones", async ({ baseURL }) => {
  for (const path of [
    "/api/scripts/v1/%ff/",
    "/api/jobs/v1/%E0%A4%A/status/",
    "/jobs/%zz",
    "/api/scripts/v1/%00/",
    "/api/jobs/v1/%00/status/",
    "/files/x/%00",
    "/jobs/?q=%00",
    "http://evil.example/",
  ]) {
    expect((await send(baseURL, { line: `GET ${path}` })).status, path).toBe(400);
  }
  for (const path of ["/api/jobs/v1/..%2f..%2fetc/status/", "/%2e%2e%2fetc"]) {
    expect((await send(baseURL, { line: `GET ${path}` })).status, path).toBe(404);
  }
});

test("400 for lengths that contradict each other, 405 for unsupported methods", async ({ baseURL }) => {
  const json = "Content-Type: application/json";
  for (const headers of [
    [json, "Content-Length: 3", "Content-Length: 5"],
    [json, "Content-Length: 3", "Transfer-Encoding: chunked"],
    [json, "Content-Length: -1"],
    [json, "Content-Length: 2"],
    [json, "Idempotency-Key: a\0b", "Content-Length: 5"],
  ]) {
    expect((await send(baseURL, { line: submit, headers, body: '{"job_name": "x"}' })).status, headers.join()).toBe(
      400,
    );
  }
  expect((await send(baseURL, { line: "TRACE /api/jobs/v1/1/status/" })).status).toBe(405);
  expect((await send(baseURL, { line: "PROPFIND /" })).status).not.toBeGreaterThanOrEqual(500);
});

test("413 for 10,000 parts, none of which is kept", async ({ baseURL }) => {
  // A file is written to the disk before the next one is read, so only the last parts below the limit are files.
  for (const firstFile of [10_000, 1_990]) {
    const parts = Array.from({ length: 10_000 }, (_, n) => ({
      name: `part${n}`,
      value: "1",
      ...(n < firstFile ? {} : { filename: "file.txt" }),
    }));
    const { headers, body } = multipart(parts);
    expect((await send(baseURL, { line: submit, headers, body })).status).toBe(413);
  }
  expect(incoming()).toEqual([]);
});

test("an upload that is cut off in the middle leaves nothing behind, and a slow one delays nobody", async ({
  baseURL,
  request,
}) => {
  const { headers, body } = multipart([
    { name: "job_name", value: "cut off" },
    { name: "command", value: "table" },
    { name: "table", filename: "table.csv", value: "a,b\n".repeat(500_000) },
  ]);
  await send(baseURL, { line: submit, headers, body: body.subarray(0, body.length / 2), leaves: true });
  await expect.poll(incoming).toEqual([]);

  const { hostname, port, host } = new URL(baseURL ?? "");
  const slow = net.connect(Number(port), hostname);
  const head = [`${submit} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${key}`, ...headers];
  slow.write(`${head.join("\r\n")}\r\n\r\n`);
  slow.write(body.subarray(0, 100_000));
  await expect.poll(() => incoming().length).toBe(1);
  const answer = await request.get("/api/scripts/v1/list/", { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status()).toBe(200);
  slow.destroy();
  await expect.poll(incoming).toEqual([]);
});

test("a file's name can neither leave its folder nor add a header to its download", async ({ baseURL, request }) => {
  const bearer = { authorization: `Bearer ${key}` };
  const { headers, body } = multipart([
    { name: "job_name", value: "names" },
    { name: "command", value: "table" },
    { name: "table", filename: '../../etc/a%0d%0aX-Evil: 1;\\".csv', value: "a,b\n1,2\n" },
  ]);
  const { status, answer } = await send(baseURL, { line: submit, headers, body });
  expect(status, answer).toBe(200);
  const id = /"job_id":(\d+)/.exec(answer)?.[1];
  const details = async () => (await request.get(`/api/jobs/v1/${id}/details/`, { headers: bearer })).json();
  await expect.poll(async () => (await details()).is_complete).toBe(true);
  const { assets } = await details();
  for (const asset of assets) {
    expect(asset.name).not.toMatch(/[/\\\r\n]/);
    const download = await request.get(asset.url);
    expect(download.status()).toBe(200);
    expect(Object.keys(download.headers())).not.toContain("x-evil");
    expect(download.headers()["content-disposition"]).toMatch(/^attachment; filename="[^"\r\n]*"/);
  }
});
