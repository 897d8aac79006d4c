import { seccompFilter } from "./seccomp";
import { isInside, systemPaths } from "./system";

/** 3 bubblewrap, 2 Landlock and limits, 1 another user or limits alone, 0 nothing. */
export type IsolationLevel = 0 | 1 | 2 | 3;

/** Limits that the kernel holds for us, per process but for `processes`. */
export interface ProcessLimits {
  memoryBytes: number;
  processes: number;
  openFiles?: number;
  fileBytes?: number;
  cpuSeconds?: number;
}

/** What a command may do. Paths are absolute, and the command sees them under the same names, but for `shown`. */
export interface Policy {
  command: string[];
  cwd: string;
  readable: string[];
  writable: string[];
  network: boolean;
  limits: ProcessLimits;
  /** It runs in a session whose terminal is its own: no new one is made for it, which would take that away. */
  terminal?: boolean;
  /** At level 3 this folder is /tmp; without it /tmp is a small one in memory. */
  temporary?: string;
  /** At level 3 what lies below `folder` is seen below `as`, and there alone; `command` and `cwd` name it so. */
  shown?: { folder: string; as: string };
}

/** How this machine does it. */
export interface Means {
  /** The id commands run under when the server is root, else null. */
  userId: number | null;
  /** A Python that runs the launcher of level 2. */
  python: string;
  /** confine.py */
  launcher: string;
  /** File descriptor on which bubblewrap finds its seccomp filter; null for none. */
  filterFd: number | null;
  /** Processes the server's own user has already: RLIMIT_NPROC counts them all. 0 where the command has its own id. */
  ownProcesses: number;
  /** The folder that stands for /etc at level 3. */
  settings: string;
  hasPrlimit: boolean;
}

const SHARED_MEMORY_BYTES = 64 * 1024 * 1024;
const TEMPORARY_BYTES = 256 * 1024 * 1024;

/** The command line that runs the policy's command at a level. */
export function confinedCommand(level: IsolationLevel, policy: Policy, means: Means): string[] {
  if (level === 3) return bubblewrap(policy, means);
  if (level === 2) return landlock(policy, means);
  const limits = means.hasPrlimit ? prlimit(policy.limits, means.ownProcesses) : [];
  if (level === 1 && means.userId !== null) return [...setpriv(means.userId), ...limits, ...policy.command];
  return [...limits, ...policy.command];
}

/** What confine.py is told, as JSON. */
export interface ConfinePolicy {
  cwd: string;
  readable: string[];
  writable: string[];
  devices: string[];
  network: boolean;
  /** Names of RLIMIT_*. */
  limits: Record<string, number>;
  userId: number | null;
  /** The seccomp filter in hex, "" for none: where Landlock keeps abstract sockets apart, and where it does not. */
  seccomp: string;
  seccompUnscoped: string;
}

function landlock(policy: Policy, means: Means): string[] {
  const system = systemPaths();
  const shared = means.userId === null ? [] : ["/dev/shm"]; // others' segments are kept from us by their owner alone
  const confine: ConfinePolicy = {
    cwd: policy.cwd,
    readable: [...system.folders, ...system.settings, ...processInformation, ...policy.readable],
    writable: [...policy.writable, ...(policy.temporary ? [policy.temporary] : []), ...shared],
    devices: ["/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random", "/dev/tty"],
    network: policy.network,
    limits: resourceLimits(policy.limits, means.ownProcesses),
    userId: means.userId,
    // Landlock has no rule for sockets that lie in a folder: where their owner is no other user, only the whole family
    // can be refused. Nor has it one for abstract sockets before version 6, which the launcher looks up.
    seccomp: filterText(policy, means.userId === null),
    seccompUnscoped: filterText(policy, true),
  };
  return [means.python, "-I", "-S", means.launcher, JSON.stringify(confine), ...policy.command];
}

function filterText(policy: Policy, unixSockets: boolean): string {
  const rules = { network: !policy.network, unixSockets, userNamespaces: true };
  return seccompFilter(rules)?.toString("hex") ?? "";
}

/** Of /proc only what tells of the machine and of the command itself: the rest shows other processes. */
const processInformation = [
  ..."cpuinfo meminfo stat loadavg uptime version filesystems self thread-self"
    .split(" ")
    .map((name) => `/proc/${name}`),
  "/proc/sys",
  "/sys/devices/system/cpu",
  "/sys/fs/cgroup",
];

function resourceLimits(limits: ProcessLimits, ownProcesses: number): Record<string, number> {
  return {
    CORE: 0,
    DATA: limits.memoryBytes,
    NPROC: limits.processes + ownProcesses,
    NOFILE: limits.openFiles ?? 1024,
    ...(limits.fileBytes === undefined ? {} : { FSIZE: limits.fileBytes }),
    ...(limits.cpuSeconds === undefined ? {} : { CPU: limits.cpuSeconds }),
  };
}

/** RLIMIT_DATA rather than RLIMIT_AS: programs such as Java and Node.js reserve far more addresses than they use. */
function prlimit(limits: ProcessLimits, ownProcesses: number): string[] {
  const flags = ["prlimit", "--core=0", `--data=${limits.memoryBytes}`, `--nproc=${limits.processes + ownProcesses}`];
  flags.push(`--nofile=${limits.openFiles ?? 1024}`);
  if (limits.fileBytes !== undefined) flags.push(`--fsize=${limits.fileBytes}`);
  // One second more on the hard side: the soft limit's SIGXCPU tells why, SIGKILL would not.
  if (limits.cpuSeconds !== undefined) flags.push(`--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`);
  return [...flags, "--"];
}

function setpriv(userId: number): string[] {
  return [
    "setpriv",
    `--reuid=${userId}`,
    `--regid=${userId}`,
    "--clear-groups",
    "--inh-caps=-all",
    "--no-new-privs",
    "--",
  ];
}

/** What bubblewrap itself keeps of root: to become the job's user, and to enter that user's folder before it does. */
const rootRights = ["CAP_SETUID", "CAP_SETGID", "CAP_DAC_READ_SEARCH"];

/**
 * As root, bubblewrap makes the view of the system with root's rights, so that folders which only root may enter can
 * be shown, and the command then becomes its own user with no capability left; without `--cap-drop ALL` it could
 * remount what is read-only. As an ordinary user it works in a user namespace, and allows no further one.
 */
function bubblewrap(policy: Policy, means: Means): string[] {
  const command = ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"];
  if (!policy.network) command.push("--unshare-net");
  if (means.userId === null) command.push("--unshare-user", "--disable-userns", "--cap-drop", "ALL");
  else command.push("--cap-drop", "ALL", ...rootRights.flatMap((right) => ["--cap-add", right]));
  if (means.filterFd !== null) command.push("--seccomp", String(means.filterFd));
  if (!policy.terminal) command.push("--new-session");
  command.push("--die-with-parent", "--hostname", "job", ...view(policy, means), "--chdir", policy.cwd, "--");
  if (means.userId !== null) command.push(...setpriv(means.userId));
  // Inside, because RLIMIT_NPROC counts per user namespace.
  return [...command, ...prlimit(policy.limits, 0), ...policy.command];
}

const changing = new Set(["/etc/resolv.conf", "/etc/hosts"]);

function view(policy: Policy, means: Means): string[] {
  const system = systemPaths();
  const flags: string[] = [];
  for (const folder of system.folders) flags.push("--ro-bind", folder, folder);
  for (const [target, link] of system.links) flags.push("--symlink", target, link);
  flags.push("--perms", "0755", "--dir", "/etc"); // else its owner's alone, and the command reads nothing in it
  flags.push("--ro-bind", means.settings, "/etc");
  // These two may change while the server runs: a laptop that joins another network.
  for (const file of system.settings.filter((name) => changing.has(name))) flags.push("--ro-bind", file, file);
  flags.push("--proc", "/proc", "--dev", "/dev");
  flags.push("--perms", "1777", "--size", String(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
  if (policy.temporary) flags.push("--bind", policy.temporary, "/tmp");
  else flags.push("--perms", "1777", "--size", String(TEMPORARY_BYTES), "--tmpfs", "/tmp");
  const readable = policy.readable.filter((file) => !isInside(file, system.folders));
  const places = [...readable, ...policy.writable].map((file) => placeOf(file, policy));
  for (const folder of foldersAbove(places)) flags.push("--perms", "0755", "--dir", folder);
  for (const file of readable) flags.push("--ro-bind", file, placeOf(file, policy));
  for (const file of policy.writable) flags.push("--bind", file, placeOf(file, policy));
  return [...flags, "--remount-ro", "/"];
}

/** Where a command at level 3 sees a file. */
function placeOf(file: string, { shown }: Policy): string {
  return shown && isInside(file, [shown.folder]) ? shown.as + file.slice(shown.folder.length) : file;
}

/** bubblewrap makes missing folders on the way for their owner alone, whom the command is not. */
function foldersAbove(files: string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split("/").slice(1, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(`/${parts.slice(0, depth).join("/")}`);
  }
  for (const there of ["/tmp", "/etc", "/dev", "/proc"]) folders.delete(there);
  return [...folders].filter((folder) => !files.some((file) => isInside(folder, [file]))).sort();
}
