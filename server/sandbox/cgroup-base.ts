import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { phrase } from "@/server/language/text";

/** The controllers that limit the runs. */
const CONTROLLERS = ["memory", "pids", "cpu"] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** A control group (cgroup v2) that this server may divide into one group for itself and one for each run. */
export interface CgroupBase {
  folder: string;
  /** Whether it is the root group of the machine, the only group that may contain processes and also be divided. */
  isRoot: boolean;
}

/** Whether and how control groups can be used. Reasons and fixes are in English: translate them with `t`. */
export interface CgroupSupport {
  /** Null if there is no group that the server may divide. */
  base: CgroupBase | null;
  /** Why the runs are not limited by control groups; "" if they are. */
  reason: string;
  /** How to enable control groups. */
  fix: string;
}

const fixes = {
  delegate: phrase(
    "In a systemd unit, set Delegate=yes. In a container, mount /sys/fs/cgroup writable. See SECURITY.md.",
  ),
  unified: phrase("Use a system that has cgroup v2 only, as all distributions do since 2022."),
};

/** The group of the server's processes in the base. It is also the value of DelegateSubgroup= in a systemd unit. */
export const SERVER_GROUP = "wooey-server";

/** Finds the control group that this server may divide, without changing anything. `python` reads a file's attributes. */
export function findCgroupBase(python: string | null): CgroupSupport {
  const folder = ownGroup();
  if (folder === null)
    return { base: null, reason: phrase("This machine has no cgroup v2 of its own."), fix: fixes.unified };
  const parent = path.dirname(folder);
  const candidates = path.basename(folder) === SERVER_GROUP ? [parent] : [folder, parent];
  const base = candidates.map((each) => delegatedBase(each, python)).find((each) => each !== null) ?? null;
  if (base === null) {
    return { base, reason: phrase("The server may not divide its control group."), fix: fixes.delegate };
  }
  const available = readControllers(base, "cgroup.controllers");
  if (CONTROLLERS.every((name) => available.has(name))) return { base, reason: "", fix: "" };
  return {
    base,
    reason: phrase("cgroup v2 has no controller for memory, processes or processor time here."),
    fix: fixes.unified,
  };
}

/**
 * Divides the base. It moves the server's processes into a separate group, because only a group without processes can
 * limit the groups below it. Returns the controllers that limit the runs.
 */
export function divideBase(base: CgroupBase): Set<Controller> {
  if (!base.isRoot) moveProcesses(base.folder, path.join(base.folder, SERVER_GROUP));
  const available = readControllers(base, "cgroup.controllers");
  for (const name of CONTROLLERS) {
    if (available.has(name)) fs.writeFileSync(path.join(base.folder, "cgroup.subtree_control"), `+${name}`);
  }
  const enabled = readControllers(base, "cgroup.subtree_control");
  return new Set(CONTROLLERS.filter((name) => enabled.has(name)));
}

const MOVES_MAX = 20;

/** Moves all processes of a group. This is repeated, because a process may start another one in the meantime. */
function moveProcesses(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (let moves = 0; moves < MOVES_MAX; moves++) {
    const pids = fs.readFileSync(path.join(from, "cgroup.procs"), "latin1").split("\n").filter(Boolean);
    if (pids.length === 0) return;
    for (const pid of pids) moveProcess(pid, to);
  }
}

function moveProcess(pid: string, to: string): void {
  try {
    fs.writeFileSync(path.join(to, "cgroup.procs"), pid);
  } catch (error) {
    // The process may have ended.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function readControllers({ folder }: CgroupBase, file: string): Set<string> {
  return new Set(fs.readFileSync(path.join(folder, file), "latin1").trim().split(" "));
}

/** The folder of this process's group; null without cgroup v2, or if its folder is not known. */
function ownGroup(): string | null {
  try {
    const group = /^0::(.*)$/m.exec(fs.readFileSync("/proc/self/cgroup", "latin1"))?.[1];
    const mounts = fs.readFileSync("/proc/self/mountinfo", "latin1").split("\n");
    // mountinfo: id, parent, device, root, mount point, options … - type (proc(5)).
    const [, , , root, point] = mounts.find((line) => line.includes(" - cgroup2 "))?.split(" ") ?? [];
    if (group === undefined || root === undefined || point === undefined) return null;
    // This is the machine's own mount inside a container: the group of the container is somewhere below it.
    if (root.includes("/..")) return null;
    const folder = path.join(point, path.relative(root, group));
    return fs.existsSync(path.join(folder, "cgroup.procs")) ? folder : null;
  } catch {
    return null; // Not Linux, or no /proc.
  }
}

/** This group as a base if the server may divide it, otherwise null. */
function delegatedBase(folder: string, python: string | null): CgroupBase | null {
  const files = ["", "cgroup.procs", "cgroup.subtree_control"].map((name) => path.join(folder, name));
  if (!files.every(isWritable)) return null;
  const isRoot = !fs.existsSync(path.join(folder, "cgroup.type"));
  // Only systemd manages groups that nobody has delegated. Its own groups are never at the top of a container.
  const isTop = !fs.existsSync(path.join(folder, "..", "cgroup.procs"));
  if (isTop && (!isRoot || !runsSystemd())) return { folder, isRoot };
  return !isTop && hasDelegateAttribute(folder, python) ? { folder, isRoot } : null;
}

function isWritable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function runsSystemd(): boolean {
  return fs.existsSync("/run/systemd/system");
}

const READ_ATTRIBUTES = `
import os, sys
for name in ("user.delegate", "trusted.delegate"):
    try:
        if os.getxattr(sys.argv[1], name) == b"1": sys.exit(0)
    except OSError: pass
sys.exit(1)`;

/** systemd marks the groups of units with Delegate=yes (systemd.resource-control(5)). */
function hasDelegateAttribute(folder: string, python: string | null): boolean {
  if (python === null) return false;
  try {
    execFileSync(python, ["-I", "-S", "-c", READ_ATTRIBUTES, folder], { stdio: "ignore", env: childEnvironment({}) });
    return true;
  } catch {
    return false;
  }
}
