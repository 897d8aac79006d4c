import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "@/server/errors";
import { allProcesses } from "@/server/processes";

/** The processes of a PostgreSQL on this cluster: it is their working directory (a zombie has none). */
function processesOn(cluster: string): number[] {
  const real = fs.realpathSync(cluster);
  return allProcesses().filter((pid) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === real;
    } catch {
      return false;
    }
  });
}

/**
 * Ends the PostgreSQL that a killed predecessor left running on the cluster, and removes its lock files. The caller
 * holds the lock of the data folder, so any process that still runs there is such a leftover.
 * @throws StartError when it does not end within 10 s.
 */
export async function clearLeftover(cluster: string, socketFolder: string): Promise<void> {
  const lockFile = path.join(cluster, "postmaster.pid");
  if (process.platform !== "linux" || !fs.existsSync(lockFile)) return;
  for (let round = 0; ; round++) {
    const left = processesOn(cluster);
    if (left.length === 0) break;
    if (round > 200)
      throw new StartError(`A PostgreSQL (process ${left[0]}) still runs on ${cluster}: end it and start again.`);
    if (round === 0 || round === 60) for (const pid of left) signal(pid, round === 0 ? "SIGINT" : "SIGQUIT");
    await sleep(50);
  }
  // A killed postmaster can stay a zombie for seconds. PostgreSQL would take its lock files for those of a running
  // server.
  for (const file of [
    lockFile,
    path.join(socketFolder, ".s.PGSQL.5432"),
    path.join(socketFolder, ".s.PGSQL.5432.lock"),
  ]) {
    fs.rmSync(file, { force: true });
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended already.
  }
}
