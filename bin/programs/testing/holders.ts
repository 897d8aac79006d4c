import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { descendants } from "@/server/processes";

const program = path.resolve("bin/programs/testing/hold-folder.ts");
const children: ChildProcess[] = [];
const folders: string[] = [];

/** Kills what `hold` has started, and removes the folders. */
export function removeHolders(): void {
  for (const child of children) {
    for (const pid of [...descendants(child.pid ?? 0), child.pid ?? 0]) signal(pid, "SIGKILL");
  }
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** A new folder that every user may enter. */
export function aFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-lock-"));
  fs.chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** A process that takes the folder; in a container, its process ids mean nothing outside. */
export async function hold(what: "lock" | "postgres", folder: string, { inContainer }: { inContainer: boolean }) {
  const container = inContainer ? ["unshare", "-pf", "--mount-proc"] : [];
  const words = [...container, process.execPath, "--import", "tsx", "--conditions=react-server", program, what, folder];
  const child = spawn(words[0] ?? "", words.slice(1), {
    env: childEnvironment({}),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  // unshare waits for the process.
  const pid = () => (inContainer ? (descendants(child.pid ?? 0)[0] ?? 0) : (child.pid ?? 0));
  return { printed: String(line).trim(), child, pid };
}

/** Sends a signal to a process, which may have ended already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}
