import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { processesWith, processStat } from "@/server/processes";
import { shimCommand } from "./shim";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-terminal-"));
  fs.mkdirSync(path.join(folder, "work"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The interpreter itself, because a wrapper such as pyenv's opens other files. */
const interpreter = execFileSync("python3", ["-c", "import sys; print(sys.executable, end='')"], { encoding: "utf8" });
const read = (name: string) => fs.readFileSync(path.join(folder, name), "latin1");
const mark = () => `WOOEY_RUN=${path.basename(folder)}`;

interface Options {
  keepBytes?: number;
  lastBytes?: number;
  /** The script's standard input. */
  input?: string;
  /** A program that starts the shim. */
  under?: string[];
}

function start(command: string[], { keepBytes = 1000, lastBytes = 10, input, under = [] }: Options = {}) {
  const [shim, ...words] = shimCommand(
    {
      folder,
      startBytes: keepBytes,
      endBytes: lastBytes,
      mark: mark(),
      filter: "/dev/null",
      python: interpreter,
      hasTerminal: true,
      userId: null,
      checkSeconds: 1,
    },
    command,
  );
  const [program = shim, ...wordsBefore] = under;
  const child = spawn(program, under.length > 0 ? [...wordsBefore, shim, ...words] : words, {
    cwd: folder,
    detached: true,
    stdio: [input === undefined ? "ignore" : "pipe", "ignore", "ignore"],
  });
  child.stdin?.end(input);
  return child;
}

/** Runs a command and returns its output. The files of the previous command are removed first. */
async function run(command: string[], options: Options = {}): Promise<string> {
  for (const name of ["started", "stdout", "exit"]) fs.rmSync(path.join(folder, name), { force: true });
  await once(start(command, options), "exit");
  return read("stdout");
}

const sh = (script: string) => ["/bin/sh", "-c", script];
const python = (source: string) => [interpreter, "-c", source];

describe("a script in a terminal", () => {
  test("has a terminal of a fixed size at its input and both outputs, which is also its controlling terminal", async () => {
    const source = `
import os, sys
print([os.isatty(fd) for fd in (0, 1, 2)], *os.get_terminal_size(), os.environ["COLUMNS"], os.environ["LINES"])
print(os.environ["TERM"], os.environ["WOOEY_RUN"], os.tcgetpgrp(1) == os.getpid(), flush=True)
open("/dev/tty", "w").write("itself")
print("", [fd for fd in range(3, 64) if os.path.exists("/proc/self/fd/%d" % fd)])`;
    expect(await run(python(source))).toBe(
      `[True, True, True] 100 24 100 24\nxterm-256color ${path.basename(folder)} True\nitself [8]\n`,
    );
  });

  test("prints in color; bytes arrive unchanged, stdout and stderr in the order of writing", async () => {
    fs.mkdirSync(path.join(folder, "work", "sub"));
    expect(await run(sh("ls --color=auto"))).toBe("\u001b[0m\u001b[01;34msub\u001b[0m\n");
    const source = `
import os
os.write(1, bytes(range(256)))
for n in range(100): os.write(1 + n % 2, b"%d%%\\r" % n)
os.write(1, b"\\tdone\\r\\n")`;
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString("latin1");
    const progress = Array.from({ length: 100 }, (_, n) => `${n}%\r`).join("");
    expect(await run(python(source))).toBe(`${bytes}${progress}\tdone\r\n`);
    expect(fs.existsSync(path.join(folder, "stderr"))).toBe(false);
  });

  test("reads the end of the file no matter when and how it asks for input", async () => {
    const source = `
import getpass, sys
for ask in (input, input, getpass.getpass):
    try: ask("? ")
    except EOFError: print("nobody")
print(repr(sys.stdin.read()))
import readline
try: input("? ")
except EOFError: print("nobody")`;
    expect(await run(python(source))).toBe("? nobody\n? nobody\n? nobody\n''\n? nobody\n");
    const node = "process.stdin.on('end', () => console.log('nobody')).resume()";
    expect(await run([process.execPath, "-e", node])).toBe("nobody\n");
  });

  test("gets its standard input, even in password prompts", async () => {
    const source = `
import getpass, os, sys, warnings
warnings.simplefilter("ignore")
print([os.isatty(fd) for fd in (0, 1, 2)], getpass.getpass("? "), repr(sys.stdin.read()))`;
    expect(await run(python(source), { input: "hunter2\nrest" })).toContain("[False, True, True] hunter2 'rest'\n");
  });

  test("has a terminal that neither echoes nor changes anything", async () => {
    expect(await run(sh("stty -a | tr ' ' '\\n' | grep -xE -- '-?(echo|opost|icanon)' | sort"))).toBe(
      "-echo\n-opost\nicanon\n",
    );
  });
});

describe("the shim of a terminal", () => {
  test("stores the exit code and its own process", async () => {
    await run(sh("exit 5"));
    expect(read("exit")).toBe("5\n");
    expect(Number.parseInt(read("started"), 10)).toBe(Number(read("scope")));
    await run(sh("kill -9 $$"));
    expect([read("exit"), read("stdout")]).toEqual(["137\n", ""]);
    expect(await run(["/no/such/program"])).toContain("/no/such/program: No such file");
    expect(read("exit")).toBe("127\n");
  });

  test("stores the first and the last bytes of a long output, and counts those after the first", async () => {
    const total = 30 * 1024 * 1024;
    await run(sh(`yes 123456789012345 | head -c ${total}; printf END`));
    expect(read("stdout")).toBe("123456789012345\n".repeat(63).slice(0, 1000));
    expect(read("stdout.end")).toBe("9012345\nEND".slice(-10));
    expect(Number(read("stdout.rest"))).toBe(total + 3 - 1000);
  });

  test("reports that no terminal can be opened, and does not start the script", async () => {
    expect(await run(sh("echo never"), { under: ["prlimit", "--nofile=4"] })).toBe(
      "No terminal could be opened: Too many open files.\n",
    );
    expect(read("exit")).toBe("125\n");
  });

  test("writes everything that it has read at once", async () => {
    const ended = once(start(sh("echo early; while [ ! -e ../gate ]; do sleep 0.01; done; echo late")), "exit");
    await waitFor(() => fs.existsSync(path.join(folder, "stdout")) && read("stdout") === "early\n");
    fs.writeFileSync(path.join(folder, "gate"), "");
    await ended;
    expect(read("stdout")).toBe("early\nlate\n");
  });

  test("waits for processes that the script has left behind, after it has recorded the script's exit", async () => {
    const left = "while [ ! -e ../gate ]; do sleep 0.01; done; echo late";
    const ended = once(start(sh(`(trap '' HUP; ${left}) & exit 3`)), "exit");
    await waitFor(() => fs.existsSync(path.join(folder, "exit")) && read("exit") === "3\n");
    fs.writeFileSync(path.join(folder, "gate"), "");
    await ended;
    expect(read("stdout")).toBe("late\n");
  });

  test("starts nothing when the start is forbidden, and runs a script only once if it is started twice", async () => {
    fs.writeFileSync(path.join(folder, "started"), "0\n");
    await once(start(sh("echo never")), "exit");
    expect(fs.readdirSync(folder).sort()).toEqual(["started", "work"]);
    fs.rmSync(path.join(folder, "started"));
    await Promise.all([1, 2, 3].map(() => once(start(sh("echo once >>times")), "exit")));
    expect(read("work/times")).toBe("once\n");
  });

  test("ignores the script's signals, and does not have the mark of its processes", async () => {
    const shim = start(sh("echo started; while [ ! -e ../gate ]; do sleep 0.01; done"));
    await waitFor(() => fs.existsSync(path.join(folder, "stdout")) && read("stdout") === "started\n");
    expect(processesWith(mark())).not.toContain(shim.pid);
    expect(processesWith(mark()).length).toBeGreaterThan(0);
    for (const signal of ["SIGHUP", "SIGINT", "SIGTERM", "SIGTSTP", "SIGQUIT"] as const) shim.kill(signal);
    expect(processStat(shim.pid ?? 0)?.state).not.toBe("T");
    fs.writeFileSync(path.join(folder, "gate"), "");
    await once(shim, "exit");
    expect(read("exit")).toBe("0\n");
  });
});

async function waitFor(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("It did not come.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
