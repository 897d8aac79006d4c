import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { isAlive, processStat } from "@/server/processes";
import {
  createGroup,
  groupEvents,
  groupMembers,
  isInShortUse,
  joinGroup,
  killGroup,
  listGroups,
  removeGroup,
  startCgroups,
} from "./cgroup";
import { findCgroupBase } from "./cgroup-base";
import { installedPythons } from "./python";
import { runConfined } from "./run";

const data = env().WOOEY_DATA_DIR;
const python = (await installedPythons())[0]?.path ?? "python3";
const mb = 1024 * 1024;

const support = startCgroups(python);
if (support.base === null) console.warn(`Control groups are NOT tested on this machine: ${support.reason}`);
const controllers = support.base ? fs.readFileSync(path.join(support.base.folder, "cgroup.controllers"), "latin1") : "";
for (const name of ["memory", "pids"].filter((each) => !controllers.includes(each)))
  console.warn(`The limits of the ${name} controller are NOT tested: this machine does not have it in cgroup v2.`);

const groups: string[] = [];
afterAll(async () => {
  for (const group of groups) await removeGroup(group);
});

function start(name: string, program: string): { group: string; child: ChildProcess } {
  const group = createGroup(name, { memoryBytes: 64 * mb, processes: 20 });
  if (group === null) throw new Error("there are no groups");
  groups.push(group);
  const [command = "", ...words] = joinGroup(group, [python, "-I", "-S", "-c", program]);
  return { group, child: spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] }) };
}

async function textOf(child: ChildProcess): Promise<string> {
  const chunks = (await child.stdout?.toArray()) ?? [];
  return Buffer.concat(chunks).toString().trim();
}

test("findCgroupBase explains why control groups are not used, and how to enable them", () => {
  const { base, reason, fix } = findCgroupBase(python);
  if (base === null) expect(reason).toMatch(/\.$/);
  expect(fix === "").toBe(reason === "");
});

describe.runIf(support.base !== null)("a group", () => {
  test("contains everything that a command starts, and nothing outlives it", async () => {
    const daemons =
      "import os,time\nfor n in range(5):\n if os.fork()==0:\n  os.setsid()\n  if os.fork()==0: time.sleep(100)\n  os._exit(0)\nprint('on',flush=True)\ntime.sleep(100)";
    const { group, child } = start("daemons", daemons);
    await once(child.stdout ?? child, "data");
    const members = groupMembers(group).flatMap((pid) => processStat(pid) ?? []);
    expect(members.length).toBeGreaterThanOrEqual(6);
    expect(listGroups()).toContain("daemons");
    killGroup(group);
    await once(child, "exit");
    await removeGroup(group);
    expect(fs.existsSync(group)).toBe(false);
    expect(members.filter(isAlive)).toEqual([]);
    expect(listGroups()).not.toContain("daemons");
  });

  test("is removed together with the processes that still run in it", async () => {
    const { group, child } = start("leftover", "import time\nprint('on',flush=True)\ntime.sleep(100)");
    await once(child.stdout ?? child, "data");
    await removeGroup(group);
    expect(fs.existsSync(group)).toBe(false);
    expect(groupMembers(group)).toEqual([]);
  });

  test("contains a short command, such as a build, and is left to its process until the command has ended", async () => {
    const { stdout } = await runConfined({
      command: [python, "-c", "print(open('/proc/self/cgroup').read())"],
      cwd: data,
      readable: [],
      writable: [],
      network: false,
      environment: {},
      limits: { wallMs: 10_000, memoryBytes: 512 * mb, processes: 40, outputBytes: 1000 },
      isolation: 0,
    });
    const [, name = ""] = /^0::.*\/wooey-[0-9a-f]{8}-(short-.*)$/m.exec(stdout) ?? [];
    expect(isInShortUse(name)).toBe(true);
    expect(isInShortUse("short-1-0-1")).toBe(false);
    expect(isInShortUse("7-1")).toBe(false);
    expect(listGroups()).not.toContain(name);
  });

  test("starts no command if it cannot be entered", async () => {
    const [command = "", ...words] = joinGroup(path.join(data, "missing"), [python, "-c", "print('started')"]);
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "ignore"] });
    expect(await textOf(child)).toBe("");
  });
});

describe.runIf(controllers.includes("memory"))("the memory of a group", () => {
  test("is limited for all its processes together", async () => {
    const hog =
      "import os,time\nfor n in range(8):\n if os.fork()==0: x=os.urandom(20_000_000); time.sleep(100)\ntime.sleep(100)";
    const { group, child } = start("memory", hog);
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    expect(groupEvents(group).memoryKills).toBeGreaterThan(0);
  });
});

describe.runIf(controllers.includes("pids"))("the processes of a group", () => {
  test("are limited, whichever user they belong to", async () => {
    const bomb =
      "import os,time\nn=0\ntry:\n while n<200:\n  if os.fork()==0: time.sleep(100)\n  n+=1\nexcept OSError: pass\nprint(n)";
    const { group, child } = start("pids", bomb);
    const text = once(child.stdout ?? child, "data");
    expect(Number(String(await text))).toBeLessThanOrEqual(24);
    expect(groupEvents(group).refusedProcesses).toBeGreaterThan(0);
    killGroup(group);
  });
});
