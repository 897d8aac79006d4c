import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFile, openFolder } from "./open-beneath";
import { type FoundFile, scanFolder } from "./scan";

const ROUNDS = 10_000;
const SECRET = "secret of the server";

let base: string;
let work: string;
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "wooey-beneath-")));
  work = path.join(base, "work");
  fs.mkdirSync(work);
  fs.mkdirSync(path.join(base, "outside"));
  fs.writeFileSync(path.join(base, "outside", "inside"), SECRET);
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const owner = () => fs.lstatSync(work).uid;
const inWork = (...names: string[]) => Buffer.from(path.join(work, ...names));

function read(location: Buffer): string | null {
  const opened = openFile(location, owner());
  if (opened === null) return null;
  try {
    return fs.readFileSync(opened, "utf8");
  } finally {
    fs.closeSync(opened);
  }
}

describe("openFile", () => {
  test("opens a regular file, and nothing else that a script can put in its place", async () => {
    fs.writeFileSync(path.join(work, "file"), "result");
    fs.symlinkSync(path.join(base, "outside", "inside"), path.join(work, "link"));
    fs.symlinkSync(path.join(base, "outside"), path.join(work, "folder"));
    fs.symlinkSync("/dev/zero", path.join(work, "device"));
    const fifo = spawn("mkfifo", [path.join(work, "fifo")]);
    await once(fifo, "exit");
    expect(read(inWork("file"))).toBe("result");
    for (const name of ["link", "folder/inside", "device", "fifo", "folder", ".", "missing"]) {
      expect({ name, read: read(inWork(name)) }).toEqual({ name, read: null });
    }
    expect(openFolder(inWork("folder"))).toBeNull();
  });

  test("refuses a hard link to the file of another user", () => {
    fs.linkSync(path.join(base, "outside", "inside"), path.join(work, "hard"));
    const stranger = 12_345;
    expect(openFile(inWork("hard"), stranger)).toBeNull();
  });
});

describe("while a script swaps files and folders with links to a secret", () => {
  /** Swaps each pair of names as fast as possible (renameat2 with RENAME_EXCHANGE), and prints how often it did. */
  const swapper = `
import ctypes, os, signal, sys
libc = ctypes.CDLL(None)
pairs = [tuple(name.encode() for name in pair.split(":")) for pair in sys.argv[1:]]
running = True
def stop(*_):
    global running
    running = False
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
count = 0
while running:
    for one, other in pairs:
        if libc.renameat2(-100, one, -100, other, 2): sys.exit("renameat2 failed")
    count += 1
print(count, flush=True)
`;
  let script: ChildProcess;
  let printed = "";
  beforeEach(async () => {
    fs.writeFileSync(path.join(work, "file"), "result");
    fs.symlinkSync(path.join(base, "outside", "inside"), path.join(work, "link"));
    fs.mkdirSync(path.join(work, "folder"));
    fs.writeFileSync(path.join(work, "folder", "inside"), "result");
    fs.symlinkSync(path.join(base, "outside"), path.join(work, "other"));
    const words = ["-I", "-S", "-c", swapper, "file:link", "folder:other"];
    script = spawn("python3", words, { cwd: work, stdio: ["ignore", "pipe", "inherit"] });
    printed = "";
    script.stdout?.on("data", (text) => {
      printed += text;
    });
    await once(script.stdout ?? script, "data");
  });
  const swaps = async () => {
    const exited = once(script, "exit");
    script.kill("SIGTERM");
    await exited;
    return Number(printed.trim().split("\n").pop());
  };

  test(`never reads the secret in ${ROUNDS} rounds, although a plain read does`, async () => {
    const plain = { result: 0, secret: 0 };
    const guarded = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const location of [inWork("file"), inWork("folder", "inside")]) {
        const text = read(location) ?? "refused";
        guarded.set(text, (guarded.get(text) ?? 0) + 1);
      }
      plain[fs.readFileSync(path.join(work, "folder", "inside"), "utf8") === SECRET ? "secret" : "result"] += 1;
    }
    expect(await swaps()).toBeGreaterThan(ROUNDS / 10);
    expect([...guarded.keys()].sort()).toEqual(["refused", "result"]);
    expect(Math.min(plain.secret, plain.result)).toBeGreaterThan(ROUNDS / 100);
  }, 120_000);

  test("a scan finds nothing outside of the folder, and stores nothing of it", async () => {
    fs.writeFileSync(path.join(base, "outside", "only-outside"), SECRET);
    const texts = new Set<string | null>();
    for (let round = 0; round < ROUNDS / 10; round++) {
      const { files } = await scanFolder(work, { entriesMax: 100 });
      expect(files.map((file: FoundFile) => file.path).join()).not.toContain("only-outside");
      for (const file of files) texts.add(read(file.location));
    }
    await swaps();
    texts.delete(null);
    expect([...texts]).toEqual(["result"]);
  }, 120_000);
});
