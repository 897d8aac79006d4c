import path from "node:path";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { phrase } from "@/server/language/text";
import { projectRoot } from "@/server/root";
import { canDropUser, hasProgram, setConfinement } from "./capabilities";
import type { Confinement, IsolationLevel } from "./command";
import { type Decoys, makeDecoys, type ProbeTargets } from "./decoys";
import { execute } from "./execute";
import { installedPythons, noPython, type Python } from "./python";

/** How well this machine can isolate scripts. It is tested once per process. */
export interface Isolation {
  level: IsolationLevel;
  /** Why the level is not higher; "" at level 3. Reasons and fixes are in English: translate them with `t`. */
  reason: string;
  /** How to reach a higher level; "" at level 3. */
  fix: string;
  /** What a script could do at the next higher level. */
  failedTest?: string;
  /** The first Python that runs at this level; null when the machine has none. */
  python: Python | null;
}

let cached: Promise<Isolation> | undefined;

/** Finds the isolation level of this machine by attempting what it must refuse (about 0.2 s, once per process). */
export function detectIsolation(): Promise<Isolation> {
  cached ??= detect();
  return cached;
}

/** Does the same. @throws StartError below WOOEY_MINIMUM_ISOLATION, with the reason and the fix. */
export async function requireIsolation(): Promise<Isolation> {
  const found = await detectIsolation();
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (found.level >= minimum) return found;
  throw new StartError(
    `Scripts can be isolated at level ${found.level} only, and WOOEY_MINIMUM_ISOLATION is ${minimum}: ${found.reason} ${found.fix}`,
  );
}

/** The Python for scripts without an environment. @throws StartError when there is none. */
export async function findPython(): Promise<Python> {
  const { python } = await detectIsolation();
  if (python) return python;
  throw noPython();
}

const pythons = new Map<IsolationLevel, Promise<Python | null>>();

/** The first Python that runs at a level; null when the level does not work on this machine. */
export function pythonAt(level: IsolationLevel): Promise<Python | null> {
  const known = pythons.get(level);
  if (known) return known;
  const found = findPythonAt(level);
  pythons.set(level, found);
  found.catch(() => pythons.delete(level)); // The test itself failed, so the next call repeats it.
  return found;
}

async function findPythonAt(level: IsolationLevel): Promise<Python | null> {
  const installed = await installedPythons();
  if (level === 0) return installed[0] ?? null;
  const decoys = await makeDecoys();
  const trial = await tryLevel(level, installed, decoys).finally(() => decoys.close());
  return "python" in trial ? trial.python : null;
}

/** The result of testing a level: the Python that it works with, or the reason why it does not work. */
type Trial = { python: Python } | { failedTest?: string; reason: string };

async function detect(): Promise<Isolation> {
  const pythons = await installedPythons();
  const first = pythons[0] ?? null;
  if (process.platform !== "linux" || !first) {
    const reason = first ? phrase("Isolation needs Linux.") : phrase("There is no Python to try it with.");
    return {
      level: 0,
      reason,
      fix: first ? phrase("Run Wooey on Linux.") : phrase("Install python3 (3.8 or newer)."),
      python: first,
    };
  }
  const decoys = await makeDecoys();
  try {
    let refusal: { reason: string; fix: string; failedTest?: string } = { reason: "", fix: "" };
    for (const level of [3, 2, 1] as const) {
      const trial = await tryLevel(level, pythons, decoys);
      if ("python" in trial) return { level, ...refusal, python: trial.python };
      // The administrator sees the reason for the best level that does not work.
      if (refusal.reason === "") refusal = { ...trial, fix: fixes[level] };
    }
    return { level: 0, ...refusal, python: first };
  } finally {
    decoys.close();
  }
}

const fixes: Record<1 | 2 | 3, string> = {
  3: phrase(
    "Install bubblewrap (apt-get install bubblewrap). On Ubuntu 24.04 and later allow it user namespaces by an AppArmor profile; in Docker start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined.",
  ),
  2: phrase(
    "Use Linux 6.12 or later with Landlock, and put the project and its data folder where other users may enter.",
  ),
  1: phrase(
    "Install util-linux (setpriv and prlimit), and put the project and its data folder where other users may enter.",
  ),
};

const ownUser = "readPrivate mode owner times attribute unixSocket environ signal limits priority affinity scheduler";
const confined =
  "readCanary writeOutside link tcp abstractSocket udp vsock diskPriority pidfd keyring performance bpf userfaultfd ioUring userNamespace";

/** What a level must refuse. At level 3, System V shared memory is in a namespace of its own. */
const requiredRefusals: Record<1 | 2 | 3, string[]> = {
  3: `${ownUser} ${confined}`.split(" "),
  2: `${ownUser} ${confined} sharedMemory`.split(" "),
  1: ownUser.split(" "),
};

const sentences: Record<string, string> = {
  readPrivate: "a script could read a private file of the server",
  readCanary: "a script could read a file of the server",
  writeOutside: "a script could write outside its folder",
  mode: "a script could change the permissions of the server's files",
  owner: "a script could change the owner of the server's files",
  times: "a script could change the times of the server's files",
  attribute: "a script could change the attributes of the server's files",
  link: "a script could link to a file of the server",
  tcp: "a script could reach a port of the server",
  unixSocket: "a script could reach a Unix socket of the server",
  abstractSocket: "a script could reach an abstract Unix socket of the server",
  udp: "a script could send UDP datagrams",
  vsock: "a script could reach the host of a virtual machine",
  environ: "a script could read the server's environment",
  signal: "a script could signal the server",
  limits: "a script could change the limits of the server's processes",
  priority: "a script could change the priority of the server's processes",
  affinity: "a script could bind the server's processes to processors",
  scheduler: "a script could change how the server's processes are scheduled",
  diskPriority: "a script could change the disk priority of the server's processes",
  pidfd: "a script could open the server's processes",
  keyring: "a script could use the kernel's keyrings",
  performance: "a script could use performance counters",
  bpf: "a script could load BPF programs",
  userfaultfd: "a script could handle page faults",
  ioUring: "a script could use io_uring",
  sharedMemory: "a script could share memory with the server",
  userNamespace: "a script could make a user namespace",
};

async function tryLevel(level: 1 | 2 | 3, pythons: Python[], decoys: Decoys): Promise<Trial> {
  // Without a different user id, level 1 would have only limits, which protect nothing.
  if (level === 1 && process.getuid?.() !== 0) return { reason: "The server does not run as root." };
  if (level === 1 && !canDropUser()) return { reason: phrase("setpriv is not installed.") };
  if (level === 3 && !hasProgram("bwrap")) return { reason: phrase("bubblewrap is not installed.") };
  if (level !== 2) return tryPythons(level, pythons, { decoys });
  const first = await tryPythons(level, pythons, { decoys, confinement: "namespaces" });
  if ("python" in first) {
    setConfinement("namespaces");
    return first;
  }
  const second = await tryPythons(level, pythons, { decoys, confinement: "supervisor" });
  if ("python" in second) setConfinement("supervisor");
  return second;
}

interface Probe {
  decoys: Decoys;
  confinement?: Confinement;
}

async function tryPythons(level: 1 | 2 | 3, pythons: Python[], options: Probe): Promise<Trial> {
  let reason = "";
  for (const python of pythons) {
    const results = await probe(level, python, options);
    if (typeof results === "string") {
      reason ||= `Level ${level} does not start here: ${results.replace(/\.?$/, ".")}`;
      continue;
    }
    const failedTest = requiredRefusals[level].find((test) => !results[test]);
    const sameUser = level === 1 && results.serverUser;
    if (!failedTest && !sameUser) return { python };
    return { failedTest, reason: `At level ${level} ${sentences[failedTest ?? ""] ?? "a script is still root"}.` };
  }
  return { reason };
}

/** The test results by name (true means refused), or the error message if the command could not run at the level. */
async function probe(
  level: 1 | 2 | 3,
  python: Python,
  { decoys, confinement }: Probe,
): Promise<Record<string, boolean | undefined> | string> {
  const program = path.join(projectRoot(), "server", "sandbox", "probe.py");
  const { close: _, work, ...argument } = decoys;
  const result = await execute(level, python, {
    command: [python.path, "-I", "-S", program, JSON.stringify(argument satisfies ProbeTargets)],
    cwd: work,
    readable: [program],
    writable: [work],
    network: false,
    environment: {},
    confinement,
    limits: { wallMs: 10_000, memoryBytes: 512 * 1024 * 1024, processes: 32, outputBytes: 16_384 },
  });
  try {
    return JSON.parse(result.stdout) as Record<string, boolean>; // This is what probe.py prints.
  } catch {
    return result.stderr.trim().split("\n").pop() || `exit code ${result.exitCode}`;
  }
}
