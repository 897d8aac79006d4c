import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FILES_MAX, scanFolder } from "./scan";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-scan-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("scanFolder", () => {
  test("finds only the regular files, in all folders and in the order of their names", async () => {
    fs.mkdirSync(path.join(folder, "sub"));
    fs.writeFileSync(path.join(folder, "sub", "b"), "bb");
    fs.writeFileSync(path.join(folder, "a"), "a");
    fs.symlinkSync("/etc", path.join(folder, "etc"));
    fs.symlinkSync("/etc/passwd", path.join(folder, "passwd"));
    execFileSync("mkfifo", [path.join(folder, "fifo")]);
    const { files } = await scanFolder(folder, { entriesMax: 100 });
    expect(files.map((file) => [file.path, file.sizeBytes])).toEqual([
      ["a", 1],
      ["sub/b", 2],
    ]);
  });

  test("escapes names that are not valid text, so that different names stay different", async () => {
    for (const name of ["caf\xe9", "tab\there", "back\\slash\n"]) {
      fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]), "");
    }
    const { files } = await scanFolder(folder, { entriesMax: 100 });
    expect(files.map((file) => file.path)).toEqual(["back\\\\slash\\x0a", "caf\\xe9", "tab\\x09here"]);
  });

  test("counts the disk space of a sparse file, and counts other folders only for the size", async () => {
    fs.writeFileSync(path.join(folder, "sparse"), "");
    fs.truncateSync(path.join(folder, "sparse"), 2 ** 40);
    const other = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-scan-"));
    fs.writeFileSync(path.join(other, "file"), Buffer.alloc(100_000, 1));
    const { files, diskBytes } = await scanFolder(folder, { otherFolders: [other], entriesMax: 100 });
    fs.rmSync(other, { recursive: true });
    expect(files).toMatchObject([{ path: "sparse", sizeBytes: 2 ** 40 }]);
    expect(diskBytes).toBeGreaterThanOrEqual(100_000);
    expect(diskBytes).toBeLessThan(1_000_000);
  });

  test("stops at the maximum number of files and reports this", async () => {
    for (let n = 0; n <= FILES_MAX; n++) fs.closeSync(fs.openSync(path.join(folder, String(n)), "w"));
    const { files, isCut, hasMoreEntries } = await scanFolder(folder, { entriesMax: FILES_MAX + 1 });
    expect([files.length, isCut, hasMoreEntries]).toEqual([FILES_MAX, true, false]);
  }, 60_000);

  test("visits no more files and folders than allowed, and reports that there are more", async () => {
    for (let n = 0; n < 10; n++) fs.mkdirSync(path.join(folder, `folder-${n}`));
    for (let n = 0; n < 10; n++) fs.writeFileSync(path.join(folder, "folder-0", String(n)), "");
    expect(await scanFolder(folder, { entriesMax: 20 })).toMatchObject({ hasMoreEntries: false });
    const { files, hasMoreEntries } = await scanFolder(folder, { entriesMax: 19 });
    expect([files.length, hasMoreEntries]).toEqual([9, true]);
  });

  test("does not follow a link that has replaced the folder itself", async () => {
    fs.writeFileSync(path.join(folder, "secret"), "s");
    const link = `${folder}-link`;
    fs.symlinkSync(folder, link);
    const { files } = await scanFolder(link, { entriesMax: 100 });
    fs.rmSync(link);
    expect(files).toEqual([]);
  });
});
