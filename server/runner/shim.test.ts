import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shimCommand } from "./shim";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-shim-"));
  fs.mkdirSync(path.join(folder, "work"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => fs.readFileSync(path.join(folder, name), "latin1");

async function run(command: string[], keepBytes = 1000, lastBytes = 10): Promise<number | null> {
  const [shim, ...words] = shimCommand(
    {
      folder,
      startBytes: keepBytes,
      endBytes: lastBytes,
      mark: "WOOEY_RUN=mark",
      filter: "/dev/null",
      python: "python3",
      hasTerminal: false,
      userId: null,
      checkSeconds: 1,
    },
    command,
  );
  const child = spawn(shim, words, { stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code as number | null;
}

const sh = (script: string) => ["/bin/sh", "-c", script];

describe("the shim", () => {
  test("stores both streams separately, the exit code, and its own process", async () => {
    await run(sh("echo out; echo err >&2; pwd; echo $WOOEY_RUN; exit 5"));
    expect(read("stdout")).toBe(`out\n${fs.realpathSync(folder)}/work\nmark\n`);
    expect(read("stderr")).toBe("err\n");
    expect(read("exit")).toBe("5\n");
    expect(read("started")).toMatch(/^\d+ \(sh\) /);
    expect(Number(read("scope"))).toBeGreaterThan(1);
  });

  test("records 128 + N after a signal, and adds no message of the shell to the output", async () => {
    await run(sh("kill -9 $$"));
    expect([read("exit"), read("stdout"), read("stderr")]).toEqual(["137\n", "", ""]);
  });

  test("records 127 for a program that does not exist", async () => {
    await run(["/no/such/program"]);
    expect(read("exit")).toBe("127\n");
    expect(read("stderr")).toContain("/no/such/program");
  });

  test("stores the first and the last bytes of a long output, and counts those after the first", async () => {
    const total = 100 * 1024 * 1024;
    await run(sh(`yes 123456789012345 | head -c ${total}; printf END`), 1000, 10);
    const first = fs.statSync(path.join(folder, "stdout")).size;
    expect(first).toBeGreaterThanOrEqual(1000);
    expect(first).toBeLessThanOrEqual(1000 + 64 * 1024 * 1024);
    expect(read("stdout.end")).toBe("9012345\nEND".slice(-10));
    expect(first + Number(read("stdout.rest"))).toBe(total + 3);
    expect(fs.existsSync(path.join(folder, "stderr.rest"))).toBe(false);
  });

  test("stores no last bytes if none are requested", async () => {
    const total = 70 * 1024 * 1024;
    await run(sh(`yes 123456789012345 | head -c ${total}`), 1000, 0);
    expect(read("stdout.end")).toBe("");
    expect(fs.statSync(path.join(folder, "stdout")).size + Number(read("stdout.rest"))).toBe(total);
  });

  test("stores every line of a script that writes thousands of short ones", async () => {
    await run(["python3", "-uc", "for n in range(20000): print(n)"], 64 * 1024 * 1024);
    expect(read("stdout")).toBe(Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join(""));
  });

  test("writes everything that it has read at once", async () => {
    const ended = run(sh("echo early; while [ ! -e ../gate ]; do sleep 0.01; done; echo late"));
    await waitFor(() => fs.existsSync(path.join(folder, "stdout")) && read("stdout") === "early\n");
    fs.writeFileSync(path.join(folder, "gate"), "");
    await ended;
    expect(read("stdout")).toBe("early\nlate\n");
  });

  test("starts nothing when the start is forbidden", async () => {
    fs.writeFileSync(path.join(folder, "started"), "0\n");
    await run(sh("echo never"));
    expect(fs.readdirSync(folder).sort()).toEqual(["started", "work"]);
  });

  test("runs a script only once if it is started twice", async () => {
    await Promise.all([1, 2, 3, 4].map(() => run(sh("echo once >>times"))));
    expect(read("work/times")).toBe("once\n");
  });
});

async function waitFor(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("It did not come.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
