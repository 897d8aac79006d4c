import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "@/server/errors";
import { allProcesses, processNamespace } from "@/server/processes";

/**
 * The processes of a PostgreSQL on this cluster: it is their working directory (a zombie has none). Those of containers,
 * which the machine can see, are not leftovers.
 */
function processesOn(cluster: string): number[] {
  const real = fs.realpathSync(cluster);
  return allProcesses().filter((pid) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === real && processNamespace(pid) === processNamespace();
    } catch {
      return false;
    }
  });
}

/**
 * Ends the PostgreSQL that a killed predecessor left running on the cluster. The caller holds the lock of the data folder,
 * so any process that still runs there is such a leftover.
 * @throws StartError when it does not end within 10 s, or if one answers that cannot be seen from here.
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
  if (await answers(socketOf(socketFolder))) throw runsElsewhere(cluster);
}

/** The error that is thrown when a PostgreSQL of another container or host uses the cluster. */
export function runsElsewhere(cluster: string): StartError {
  return new StartError(
    `Another PostgreSQL runs on ${cluster}, in another container or on another host. Stop the Wooey that started it first, or set WOOEY_DATA_DIR to another folder.`,
  );
}

const socketOf = (socketFolder: string) => path.join(socketFolder, ".s.PGSQL.5432");

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = net.connect(socket);
    client.once("connect", () => resolve(true)).once("error", () => resolve(false));
    client.once("connect", () => client.destroy());
  });
}

/** What the program below prints when the cluster is its own. */
export const LOCKED = "wooey: the cluster is locked";
export const LOCK_TAKEN_EXIT_CODE = 99;

/**
 * The command that starts the server on a cluster that no other server uses. All processes of the server inherit the
 * lock (flock(2)), and the kernel releases it after the last one, in whatever container they run. A killed
 * server can stay a zombie for seconds, and PostgreSQL would take its lock files for those of a running server:
 * they are removed.
 */
export function lockedCommand(cluster: string, socketFolder: string, command: string[]): string[] {
  const lock = path.join(path.dirname(cluster), "lock");
  const stale = [path.join(cluster, "postmaster.pid"), socketOf(socketFolder), `${socketOf(socketFolder)}.lock`];
  return ["/bin/sh", "-c", lockProgram, "wooey-postgres", lock, ...stale, ...command];
}

/** Without the program `flock`, or on a file system that has no locks, the lock of the data folder has to do. */
const lockProgram = `
exec 9>>"$1" || exit 1
if command -v flock >/dev/null; then
  flock -E ${LOCK_TAKEN_EXIT_CODE} -w 10 9
  [ "$?" -ne ${LOCK_TAKEN_EXIT_CODE} ] || exit ${LOCK_TAKEN_EXIT_CODE}
fi
rm -f "$2" "$3" "$4"
echo "${LOCKED}" >&2
shift 4
exec "$@"
`;

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended already.
  }
}
