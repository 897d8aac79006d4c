import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/server/env";
import { keepContents } from "@/server/files/content";
import { discardUpload } from "@/server/files/upload";
import { isStored, openStored } from "@/server/storage/store";
import { STREAM_BYTES_MAX, startDouble, type TestScanner, VIRUS, VIRUS_NAME } from "@/server/storage/testing/clamd";
import { readUpload } from "./upload";

const limits = { fileBytesMax: 1000, partsMax: 10, fieldBytesMax: 100 };
const post = (body: BodyInit | null, type?: string) =>
  new Request("http://localhost/", { method: "POST", body, headers: type ? { "content-type": type } : {} });

/** A multipart body by hand: [name, value] for a field, [name, value, filename] for a file. */
function multipart(parts: [string, string, string?][], end = "\r\n--x--\r\n"): Request {
  const text = parts
    .map(([name, value, filename]) => {
      const file = filename === undefined ? "" : `; filename="${filename}"`;
      return `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}`;
    })
    .join("\r\n");
  return post(text + end, "multipart/form-data; boundary=x");
}

const textOf = async (sha256: string) => {
  const chunks: Buffer[] = [];
  for await (const chunk of openStored(sha256)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

function storedFiles(): string[] {
  const folder = path.join(env().WOOEY_DATA_DIR, "files");
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((e) => (e.isFile() ? [e.name] : []));
}

describe("readUpload", () => {
  test("keeps fields and files in their order, and the files' bytes", async () => {
    const upload = await readUpload(
      multipart([
        ["b", "1"],
        ["reads", "second", "two.fa"],
        ["a", "2"],
        ["reads", "first", "öne.fa"],
        ["b", "3"],
      ]),
      limits,
    );
    expect(upload.fields).toEqual([
      ["b", "1"],
      ["a", "2"],
      ["b", "3"],
    ]);
    expect(upload.files.map(({ field, filename }) => [field, filename])).toEqual([
      ["reads", "two.fa"],
      ["reads", "öne.fa"],
    ]);
    expect(await textOf(upload.files[0]!.content.sha256)).toBe("second");
    await discardUpload(upload);
    expect(storedFiles()).toEqual([]);
  });

  test("leaves out file fields in which nothing was chosen, and keeps an empty file", async () => {
    const upload = await readUpload(
      multipart([
        ["reads", "", ""],
        ["genome", "", "empty.fa"],
      ]),
      limits,
    );
    expect(upload.files.map((file) => [file.field, file.content.sizeBytes])).toEqual([["genome", 0]]);
    await discardUpload(upload);
  });

  test("makes a base name of a path", async () => {
    const upload = await readUpload(multipart([["f", "x", "../../etc/passwd"]]), limits);
    expect(upload.files[0]?.filename).toBe("passwd");
    await discardUpload(upload);
  });

  test("reads urlencoded bodies, and names such as __proto__ as any other", async () => {
    const upload = await readUpload(post(new URLSearchParams("a=1&a=%C3%A9&__proto__=2")), limits);
    expect(upload.fields).toEqual([
      ["a", "1"],
      ["a", "é"],
      ["__proto__", "2"],
    ]);
  });

  test("refuses a charset that is none", async () => {
    for (const type of ["application/x-www-form-urlencoded; charset=x", "multipart/form-data; boundary=edge"]) {
      const part = '--edge\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=x\r\n\r\n1';
      const body = type.includes("urlencoded") ? "a=1" : `${part}\r\n--edge--\r\n`;
      const request = new Request("http://localhost/", { method: "POST", body, headers: { "content-type": type } });
      await expect(readUpload(request, limits)).rejects.toMatchObject({ code: "invalid" });
    }
  });

  test("reads JSON objects", async () => {
    const body = { job_name: "x", iteration: 2, flag: true, nothing: null, list: ["a"] };
    const upload = await readUpload(post(JSON.stringify(body), "application/json; charset=utf-8"), limits);
    expect(upload.json).toEqual(body);
    expect(upload.fields).toEqual([
      ["job_name", "x"],
      ["iteration", "2"],
      ["flag", "true"],
    ]);
  });

  test("finds nothing in an empty body and in other media types", async () => {
    const nothing = { fields: [], files: [], json: null };
    expect(await readUpload(post(null), limits)).toEqual(nothing);
    expect(await readUpload(post("a=1", "text/plain"), limits)).toEqual(nothing);
    expect(await readUpload(post("", "application/json"), limits)).toEqual({ ...nothing, json: {} });
  });

  test.each([
    ["broken JSON", () => post("{x", "application/json")],
    ["a JSON array", () => post("[]", "application/json")],
    ["a JSON number", () => post("3", "application/json")],
    ["JSON null", () => post("null", "application/json")],
    ["JSON that is not UTF-8", () => post(Buffer.from([0x22, 0xff, 0x22]), "application/json")],
    ["multipart without a boundary", () => post("--x--", "multipart/form-data")],
    ["multipart with another boundary", () => post("--y\r\n\r\n\r\n--y--", "multipart/form-data; boundary=x")],
    ["an empty multipart body", () => post("", "multipart/form-data; boundary=x")],
    ["a body cut off in a file", () => multipart([["f", "half of i", "a.txt"]], "")],
    [
      "a part without a name",
      () => post("--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    ],
    ["a field name of 10,000 characters", () => multipart([["n".repeat(10_000), "1"]])],
  ])("invalid for %s", async (_, request) => {
    await expect(readUpload(request(), limits)).rejects.toMatchObject({ code: "invalid" });
    expect(storedFiles()).toEqual([]);
  });

  test.each([
    ["a file that is too large", () => multipart([["f", "x".repeat(1001), "a.txt"]])],
    [
      "files that are too large together",
      () =>
        multipart([
          ["f", "x".repeat(600), "a"],
          ["f", "y".repeat(600), "b"],
        ]),
    ],
    ["too many parts", () => multipart(Array.from({ length: 11 }, () => ["a", "1"]))],
    ["10,000 parts", () => multipart(Array.from({ length: 10_000 }, () => ["a", "1", "f"]))],
    ["too many urlencoded fields", () => post(new URLSearchParams("a=1&".repeat(11)))],
    [
      "a field that is too large",
      () =>
        multipart([
          ["f", "kept", "a.txt"],
          ["a", "x".repeat(101)],
        ]),
    ],
    [
      "fields that are too large together",
      () =>
        multipart([
          ["a", "x".repeat(60)],
          ["b", "x".repeat(60)],
        ]),
    ],
    ["JSON that is too large", () => post(JSON.stringify({ a: "x".repeat(100) }), "application/json")],
  ] as [string, () => Request][])("limit for %s", async (_, request) => {
    await expect(readUpload(request(), limits)).rejects.toMatchObject({ code: "limit" });
    expect(storedFiles()).toEqual([]);
  });

  test("takes exactly what is allowed", async () => {
    const upload = await readUpload(
      multipart([["f", "x".repeat(1000), "a"], ...Array.from({ length: 9 }, (): [string, string] => ["a", "1"])]),
      limits,
    );
    expect([upload.files.length, upload.fields.length]).toEqual([1, 9]);
    await discardUpload(upload);
  });

  test("leaves nothing behind when the sender goes away", async () => {
    const body = new ReadableStream({
      start(controller) {
        const head = `--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n`;
        controller.enqueue(new TextEncoder().encode(`${head}whole\r\n${head}half`));
      },
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const request = new Request("http://localhost/", {
      method: "POST",
      body,
      headers: { "content-type": "multipart/form-data; boundary=x" },
      duplex: "half",
    } as RequestInit);
    await expect(readUpload(request, limits)).rejects.toMatchObject({ code: "invalid" });
    expect(storedFiles()).toEqual([]);
  });
});

describe("discardUpload", () => {
  test("leaves content that a row names", async () => {
    const upload = await readUpload(multipart([["f", "kept", "a"]]), limits);
    await db.transaction((tx) =>
      keepContents(
        tx,
        upload.files.map((file) => file.content),
      ),
    );
    await discardUpload(upload);
    expect(await isStored(upload.files[0]!.content.sha256)).toBe(true);
  });
});

describe("keepContents", () => {
  test("conflict when the content is gone", async () => {
    const gone = { sha256: "0".repeat(64), sha1: "0".repeat(40), sizeBytes: 1 };
    await expect(db.transaction((tx) => keepContents(tx, [gone]))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("readUpload with a virus scanner", () => {
  let scanner: TestScanner;
  let kept: string[];
  beforeAll(async () => {
    kept = storedFiles();
    scanner = await startDouble();
  });
  afterEach(() => {
    delete env().WOOEY_CLAMD;
  });
  afterAll(() => scanner.stop());

  const large = { ...limits, fileBytesMax: 8 * STREAM_BYTES_MAX };

  test("accepts clean files, and refuses all if one is infected", async () => {
    env().WOOEY_CLAMD = scanner.address;
    const upload = await readUpload(multipart([["f", "clean", "a.txt"]]), limits);
    expect(upload.files).toHaveLength(1);
    await discardUpload(upload);
    const body = multipart([
      ["f", "clean", "a.txt"],
      ["f", VIRUS, "b.zip"],
    ]);
    await expect(readUpload(body, limits)).rejects.toMatchObject({
      code: "invalid",
      message: `The virus scanner found ${VIRUS_NAME} in b.zip. The upload was refused.`,
    });
    expect(storedFiles()).toEqual(kept);
  });

  test("limit for a file that the scanner refuses because of its size", async () => {
    env().WOOEY_CLAMD = scanner.address;
    const send = () => readUpload(multipart([["f", "x".repeat(4 * STREAM_BYTES_MAX), "a.bin"]]), large);
    // clamd closes the connection, so that its reply can get lost.
    await expect.poll(() => send().catch((error) => error.code), { timeout: 10_000 }).toBe("limit");
    expect(storedFiles()).toEqual(kept);
  });

  test("unavailable while the scanner does not respond, and then again accepts files", async () => {
    env().WOOEY_CLAMD = "127.0.0.1:1";
    await expect(readUpload(multipart([["f", "clean", "a.txt"]]), limits)).rejects.toMatchObject({
      code: "unavailable",
      message: "a.txt was refused because the virus scanner does not respond. Try again later.",
    });
    expect(storedFiles()).toEqual(kept);
    env().WOOEY_CLAMD = scanner.address;
    await discardUpload(await readUpload(multipart([["f", "clean", "a.txt"]]), limits));
  });
});
