import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRemoteFile, readAll, readChunks } from "./ranged-file";

const content = Buffer.from("0123456789");
const server = http.createServer((request, response) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (request.url === "/missing") response.writeHead(404).end();
  else if (request.url === "/unranged") response.end(content);
  else response.writeHead(206).end(content.subarray(Number(first), Number(last) + 1));
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has such an address.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test.each(["/ranged", "/unranged"])("a part of a file is read from %s", async (path) => {
  const file = openRemoteFile(`${origin}${path}`, content.length);
  expect(Buffer.from(await file.read(2, 5)).toString()).toBe("234");
  expect(Buffer.from(await file.read(8, 20)).toString()).toBe("89");
  expect(await file.read(10, 20)).toHaveLength(0);
  expect(Buffer.from(await readAll(file, 10)).toString()).toBe("0123456789");
  await expect(readAll(file, 9)).rejects.toMatchObject({ code: "tooLarge" });
});

test("a file that cannot be loaded is unreachable", async () => {
  await expect(openRemoteFile(`${origin}/missing`, 10).read(0, 1)).rejects.toMatchObject({ code: "unreachable" });
  await expect(openRemoteFile("http://127.0.0.1:1/", 10).read(0, 1)).rejects.toMatchObject({ code: "unreachable" });
});

test("chunks cover a file, and the first one is small", async () => {
  const sizeBytes = 20 * 1024 * 1024;
  const file = {
    sizeBytes,
    read: async (start: number, end: number) => new Uint8Array(Math.min(end, sizeBytes) - start),
  };
  const sizes: number[] = [];
  for await (const { bytes } of readChunks(file)) sizes.push(bytes.length);
  expect(sizes[0]).toBe(256 * 1024);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(sizeBytes);
});
