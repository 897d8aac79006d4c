import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import { env } from "@/server/env";
import { bootId, processNamespace } from "@/server/processes";

/**
 * Where the processes and the run folders of a worker are. Workers of one realm see each other's processes and folders:
 * they can check whether a script runs, and end it. Containers with a common data folder are different realms.
 */
export interface Realm {
  /** The machine, whenever it was started; "" if it is not known, as in a container. */
  hostId: string;
  bootId: string;
  processNamespace: string;
  dataFolder: string;
}

/** The number of the first process id namespace of a machine (PROC_PID_INIT_INO of the Linux kernel). */
const FIRST_NAMESPACE = "pid:[4026531836]";

/** The realm of this process. */
export function thisRealm(): Realm {
  return realmOf(env().WOOEY_DATA_DIR);
}

/** The realm of this process with another data folder; "" for none. */
export function realmOf(dataFolder: string): Realm {
  const namespace = processNamespace();
  return {
    hostId: isFirstNamespace(namespace) ? machineId() : "",
    bootId: bootId() || os.hostname(),
    processNamespace: namespace,
    dataFolder: dataFolder && fs.realpathSync(dataFolder),
  };
}

/** Whether the processes of this realm outlive the programs of Wooey. Those of a container end with it. */
export function outlivesPrograms({ processNamespace: namespace }: Realm): boolean {
  return isFirstNamespace(namespace);
}

export function isSameRealm(one: Realm, other: Realm): boolean {
  return isSeenFrom(one, other) && one.dataFolder === other.dataFolder;
}

/** Whether `earlier` is `now` before the machine was started again: its processes are gone, and its folders are here. */
export function isBeforeRestart(earlier: Realm, now: Realm): boolean {
  return wasRestarted(earlier, now) && earlier.dataFolder === now.dataFolder;
}

/** Whether the processes of one realm are visible in the other. */
export function isSeenFrom(one: Realm, other: Realm): boolean {
  return one.bootId === other.bootId && one.processNamespace === other.processNamespace;
}

/** Whether the machine was started again since `earlier`. */
export function wasRestarted(earlier: Realm, now: Realm): boolean {
  return now.hostId !== "" && earlier.hostId === now.hostId && earlier.bootId !== now.bootId;
}

function isFirstNamespace(namespace: string): boolean {
  return namespace === "" || namespace === FIRST_NAMESPACE;
}

/** The machine's id (machine-id(5)) with its name, because copies of a machine may have the same id. */
function machineId(): string {
  return createHash("sha256")
    .update(`${readText("/etc/machine-id")}\n${os.hostname()}`)
    .digest("hex")
    .slice(0, 32);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "latin1").trim();
  } catch {
    return "";
  }
}
