import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendFilesOf } from "./send-file";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-send-"));
const file = path.join(folder, "a.txt");
fs.writeFileSync(file, "0123456789");
const server = http.createServer((request, response) => {
  sendFilesOf(request, response);
  const requested = { "/file": file, "/gone": path.join(folder, "gone") }[request.url ?? ""];
  if (requested) response.setHeader("x-send-file", requested);
  response.setHeader("content-type", "text/plain");
  response.setHeader("etag", '"one"');
  response.end(requested ? "" : "plain");
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  fs.rmSync(folder, { recursive: true });
});

const get = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(base + url, init);
  const { status, headers } = response;
  return {
    status,
    text: await response.text(),
    length: headers.get("content-length"),
    range: headers.get("content-range"),
  };
};

describe("x-send-file", () => {
  test("200 with the whole file and its length", async () => {
    expect(await get("/file")).toEqual({ status: 200, text: "0123456789", length: "10", range: null });
  });

  test.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
  ])("206 for %s", async (range, text, answered) => {
    expect(await get("/file", { headers: { range } })).toMatchObject({ status: 206, text, range: answered });
  });

  test("200 with the full file if the client has a part of another one", async () => {
    const range = "bytes=2-4";
    expect(await get("/file", { headers: { range, "if-range": '"one"' } })).toMatchObject({ status: 206, text: "234" });
    expect(await get("/file", { headers: { range, "if-range": '"old"' } })).toMatchObject({ status: 200, range: null });
  });

  test("416 for a range behind the end, 404 for a file that is gone", async () => {
    expect(await get("/file", { headers: { range: "bytes=10-" } })).toMatchObject({ status: 416, range: "bytes */10" });
    expect(await get("/gone")).toMatchObject({ status: 404, text: "" });
  });

  test("HEAD answers the length without the body; other answers pass unchanged", async () => {
    expect(await get("/file", { method: "HEAD" })).toMatchObject({ status: 200, text: "", length: "10" });
    expect(await get("/other")).toMatchObject({ status: 200, text: "plain" });
  });
});
