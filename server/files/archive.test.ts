import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { storeStream } from "@/server/storage/store";
import { makeArchive } from "./archive";

const data = env().WOOEY_DATA_DIR;

/** Python: the names and the types of an archive's entries. */
const LIST = `
import sys, tarfile, zipfile
if sys.argv[1].endswith("zip"):
    for entry in zipfile.ZipFile(sys.argv[1]).infolist(): print(oct(entry.external_attr >> 28), entry.filename)
else:
    for entry in tarfile.open(sys.argv[1]): print(entry.isreg(), entry.name)`;

async function namesIn(format: "zip" | "tar.gz", paths: string[]): Promise<string[]> {
  const { sha256, sizeBytes } = await storeStream(Readable.from([Buffer.from("x")]), 10);
  async function* entries() {
    for (const each of paths) yield { path: each, sha256, sizeBytes, at: new Date() };
  }
  const file = path.join(data, `archive.${format}`);
  await pipeline(makeArchive(format, "job", entries()), fs.createWriteStream(file));
  return execFileSync("python3", ["-c", LIST, file], { encoding: "utf8" }).trim().split("\n");
}

describe.each(["zip", "tar.gz"] as const)("a %s archive", (format) => {
  test("has no name that leaves its folder, however a file is named", async () => {
    const paths = ["a/b.txt", "../up", "a/../../up", "/etc/passwd", "..\\..\\windows", "C:\\evil", "a/./b", "..."];
    const kind = format === "zip" ? "0o10" : "True";
    expect(await namesIn(format, paths)).toEqual(
      [
        "job/a/b.txt",
        "job/_/up",
        "job/a/_/_/up",
        "job/etc/passwd",
        "job/.._.._windows",
        "job/C:_evil",
        "job/a/_/b",
        "job/...",
      ].map((name) => `${kind} ${name}`),
    );
  });
});
