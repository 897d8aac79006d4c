import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { processesWith, uptimeSeconds } from "@/server/processes";
import { thisRealm } from "@/server/workers/realm";
import { checkSeconds, type Lease, leaseFrom, shortenLease, termOf, wasFenced, writeLease } from "./lease";
import { shimCommand } from "./shim";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-lease-"));
  fs.mkdirSync(path.join(root, "work"));
  fs.writeFileSync(path.join(root, "run.json"), JSON.stringify({ mark: mark(), userId: null, level: 0 }));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable, end='')"], { encoding: "utf8" });
const mark = () => `WOOEY_RUN=${path.basename(root)}`;
const folder = () => ({ root });
const leaseOf = (seconds: number): Lease => ({ ...leaseFrom(0, 0), scriptsUntil: uptimeSeconds() + seconds });
const lines = () => fs.readFileSync(path.join(root, "work", "lines"), "latin1").split("\n").length;

function start({ hasTerminal }: { hasTerminal: boolean }) {
  // The second process leaves the tree of the first.
  const script = "(setsid sh -c 'while :; do sleep 0.05; done' &) ; while :; do echo x >>lines; sleep 0.05; done";
  const [shim, ...words] = shimCommand(
    {
      folder: root,
      startBytes: 1000,
      endBytes: 10,
      mark: mark(),
      filter: "/dev/null",
      python,
      userId: null,
      hasTerminal,
      checkSeconds: 1,
    },
    ["/bin/sh", "-c", script],
  );
  return spawn(shim, words, { stdio: "ignore", detached: true });
}

describe.each([
  ["pipes", false],
  ["a terminal", true],
])("a script with %s", (_, hasTerminal) => {
  test("ends with all that it has started when its lease is over, without a worker", async () => {
    writeLease(folder(), leaseOf(100));
    const child = start({ hasTerminal });
    await waitFor(() => fs.existsSync(path.join(root, "work", "lines")) && processesWith(mark()).length > 1);
    const ended = once(child, "exit");
    shortenLease(folder(), leaseOf(2));
    const before = lines();
    await waitFor(() => lines() > before);
    await ended;
    expect(processesWith(mark())).toEqual([]);
    expect(wasFenced(folder())).toBe(true);
    expect(fs.readFileSync(path.join(root, "exit"), "latin1")).toBe("137\n");
    await waitFor(() => processesIn(root).length === 0);
  });

  test("is not started when its lease is over", async () => {
    writeLease(folder(), leaseOf(-1));
    await once(start({ hasTerminal }), "exit");
    expect(wasFenced(folder())).toBe(true);
    expect(fs.existsSync(path.join(root, "started"))).toBe(false);
    expect(fs.readdirSync(path.join(root, "work"))).toEqual([]);
  });
});

async function waitFor(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Waited for ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The processes that have this folder as their working directory. */
function processesIn(cwd: string): string[] {
  return fs.readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && fs.readlinkSync(`/proc/${name}/cwd`) === cwd;
    } catch {
      return false;
    }
  });
}

describe("a lease", () => {
  test("ends for scripts first, with time to end them before others take over", () => {
    const term = env().WOOEY_TAKEOVER_SECONDS;
    const lease = leaseFrom(1000, term);
    expect(lease.endsAt).toBe(1000 + term);
    expect(lease.scriptsUntil + checkSeconds()).toBeLessThan(lease.endsAt - 2);
  });

  test("is the shorter one for scripts while its length changes", () => {
    expect(leaseFrom(0, 1000, 100)).toEqual({ termSeconds: 100, scriptsUntil: 75, endsAt: 1000 });
    expect(leaseFrom(0, 100, 1000)).toEqual({ termSeconds: 1000, scriptsUntil: 75, endsAt: 100 });
  });

  test("is long only without others, where processes outlive the programs", () => {
    const machine = { ...thisRealm(), processNamespace: "pid:[4026531836]" };
    const container = { ...machine, processNamespace: "pid:[4026532000]" };
    expect(termOf(machine, { isAlone: true })).toBeGreaterThan(86_400);
    expect(termOf(machine, { isAlone: false })).toBe(env().WOOEY_TAKEOVER_SECONDS);
    expect(termOf(container, { isAlone: true })).toBe(env().WOOEY_TAKEOVER_SECONDS);
  });

  test("is written for a shorter time at once, and for a longer one if it is worth it", () => {
    const read = () => Number(fs.readFileSync(path.join(root, "lease"), "latin1"));
    const lease = (scriptsUntil: number) => ({ ...leaseFrom(0, 0), scriptsUntil });
    writeLease(folder(), lease(1000));
    writeLease(folder(), lease(1001));
    expect(read()).toBe(1000);
    writeLease(folder(), lease(1000 + checkSeconds()));
    expect(read()).toBe(1000 + checkSeconds());
    writeLease(folder(), lease(900));
    expect(read()).toBe(900);
    shortenLease(folder(), lease(950));
    expect(read()).toBe(900);
    fs.rmSync(root, { recursive: true });
    writeLease(folder(), lease(2000));
    expect(fs.existsSync(root)).toBe(false);
  });
});
