import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "@/server/env";
import { isAlive, processStat } from "@/server/processes";
import { type CgroupSupport, type Controller, divideBase, findCgroupBase, SERVER_GROUP } from "./cgroup-base";
import type { ProcessLimits } from "./command";

// Each run, each build of an environment and each reading of a script gets its own control group: its limits apply to all processes of the run together, no process can leave it,
// and a single write kills all of them. Each process also keeps its own limits (prlimit), for machines without cgroups.

interface DividedBase {
  folder: string;
  controllers: Set<Controller>;
}

let base: DividedBase | null = null;

/** Starts to use control groups in this process if possible. The result contains the reason if it is not. */
export function startCgroups(python: string | null): CgroupSupport {
  const support = findCgroupBase(python);
  if (support.base === null) return support;
  try {
    base = { folder: support.base.folder, controllers: divideBase(support.base) };
    const server = path.join(base.folder, SERVER_GROUP);
    // Pages and the API take precedence over scripts that compute.
    if (base.controllers.has("cpu") && fs.existsSync(server)) write(server, "cpu.weight", SERVER_WEIGHT);
    return support;
  } catch (error) {
    return { ...support, base: null, reason: `Control groups cannot be used: ${messageOf(error)}.` };
  }
}

/** For comparison: the weight of a run is 100. */
const SERVER_WEIGHT = 400;
/** The number of sandbox processes in a run's group: two of bubblewrap, setpriv, and prlimit or the launcher. */
const SANDBOX_PROCESSES = 4;

/** The folder of a group with this name; null if this process uses no control groups. */
export function groupFolder(name: string): string | null {
  return base === null ? null : path.join(base.folder, `wooey-${instanceId()}-${name}`);
}

/** A part of each group's name, because several instances may share a base. */
function instanceId(): string {
  return createHash("sha256").update(env().WOOEY_DATA_DIR).digest("hex").slice(0, 8);
}

/** Creates a group with limits for everything in it; null if this process uses no control groups. */
export function createGroup(name: string, limits: ProcessLimits): string | null {
  const folder = groupFolder(name);
  if (folder === null || base === null) return null;
  fs.mkdirSync(folder, { recursive: true });
  if (base.controllers.has("memory")) {
    write(folder, "memory.max", limits.memoryBytes);
    if (fs.existsSync(path.join(folder, "memory.swap.max"))) write(folder, "memory.swap.max", 0);
    write(folder, "memory.oom.group", 1);
  }
  if (base.controllers.has("pids")) write(folder, "pids.max", limits.processes + SANDBOX_PROCESSES);
  return folder;
}

/** Creates a group for a short command of this process, as `createGroup` does. The caller removes it. */
export function createShortGroup(limits: ProcessLimits): string | null {
  const start = processStat(process.pid)?.start ?? "";
  return createGroup(`${SHORT}${process.pid}-${start}-${++shortGroups}`, limits);
}

const SHORT = "short-";
let shortGroups = 0;

/** Whether a group with this name is that of a short command whose process still runs. */
export function isInShortUse(name: string): boolean {
  const [, pid, start = ""] = /^short-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
  return pid !== undefined && isAlive({ pid: Number(pid), start });
}

/** The command that enters a group and then becomes the given one. */
export function joinGroup(folder: string | null, command: string[]): string[] {
  if (folder === null) return command;
  return ["/bin/sh", "-c", 'echo 0 >"$0/cgroup.procs" && exec "$@"', folder, ...command];
}

/** The process ids in a group; empty if the group is gone. Processes that this process cannot see have the id 0. */
export function groupMembers(folder: string): number[] {
  return read(folder, "cgroup.procs")
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0);
}

/** Kills all processes of a group at once, including those that are just being started. */
export function killGroup(folder: string): void {
  try {
    write(folder, "cgroup.kill", 1); // since Linux 5.14
  } catch {
    for (const pid of groupMembers(folder)) killProcess(pid);
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** How often a limit of the group took effect. */
export function groupEvents(folder: string): { memoryKills: number; refusedProcesses: number } {
  const count = (file: string, name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, "m").exec(read(folder, file))?.[1] ?? 0);
  return { memoryKills: count("memory.events", "oom_kill"), refusedProcesses: count("pids.events", "max") };
}

const REMOVE_TRIES = 50;

/** Removes a group after killing what is left in it. Does nothing if it is gone. */
export async function removeGroup(folder: string | null): Promise<void> {
  if (folder === null || !fs.existsSync(folder)) return;
  for (let tries = 0; tries < REMOVE_TRIES; tries++) {
    try {
      fs.rmdirSync(folder);
      return;
    } catch {
      killGroup(folder);
      await sleep(10); // Its processes are still ending.
    }
  }
}

/** The names of this instance's groups. */
export function listGroups(): string[] {
  if (base === null) return [];
  const prefix = `wooey-${instanceId()}-`;
  const names = fs.readdirSync(base.folder).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

function write(folder: string, file: string, value: number): void {
  fs.writeFileSync(path.join(folder, file), String(value));
}

function read(folder: string, file: string): string {
  try {
    return fs.readFileSync(path.join(folder, file), "latin1");
  } catch {
    return "";
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
