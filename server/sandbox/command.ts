import { seccompFilter } from "./seccomp";
import { isInside, systemPaths } from "./system";

/** 3: bubblewrap; 2: Landlock, a seccomp filter and namespaces; 1: a different user and limits; 0: only limits. */
export type IsolationLevel = 0 | 1 | 2 | 3;

/** How level 2 protects the things that Landlock does not cover; see launcher/confine.py. */
export type Confinement = "namespaces" | "supervisor";

/** Limits that the kernel enforces. All of them except `processes` apply to each process. */
export interface ProcessLimits {
  memoryBytes: number;
  processes: number;
  openFiles?: number;
  fileBytes?: number;
  cpuSeconds?: number;
}

/** What a command may do. Paths are absolute, and the command sees the same paths, except those in `shown`. */
export interface Policy {
  command: string[];
  cwd: string;
  readable: string[];
  writable: string[];
  network: boolean;
  limits: ProcessLimits;
  /** Whether it runs in a session with a terminal. If so, it gets no new session, which would have no terminal. */
  terminal?: boolean;
  /** At level 3 this folder is /tmp. Without it, /tmp is a small folder in memory. */
  temporary?: string;
  /** At level 3 the contents of `folder` are visible only below the path `as`, which `command` and `cwd` use. */
  shown?: { folder: string; as: string };
}

/** The capabilities of this machine to isolate a command. */
export interface Capabilities {
  /** The user id of the command; null when the command runs as the server's user. */
  userId: number | null;
  /** The Python that runs the launcher of level 2. */
  python: string;
  /** The folder of confine.py. */
  launcher: string;
  confinement: Confinement;
  /** The data folder, which is hidden at level 2 if namespaces are available. */
  dataFolder: string;
  /** The file descriptor of bubblewrap's seccomp filter; null when there is none. */
  filterFd: number | null;
  /** The number of threads of the server's user, which RLIMIT_NPROC includes; 0 if the command has its own user id. */
  serverThreads: number;
  /** The folder that replaces /etc at level 3. */
  settings: string;
  hasPrlimit: boolean;
}

const SHARED_MEMORY_BYTES = 64 * 1024 * 1024;
const TEMPORARY_BYTES = 256 * 1024 * 1024;

/** The command line that runs the policy's command at a level. */
export function confinedCommand(level: IsolationLevel, policy: Policy, capabilities: Capabilities): string[] {
  if (level === 3) return bubblewrap(policy, capabilities);
  if (level === 2) return landlock(policy, capabilities);
  const limits = capabilities.hasPrlimit ? prlimit(policy.limits, capabilities.serverThreads) : [];
  if (level === 1 && capabilities.userId !== null)
    return [...setpriv(capabilities.userId), ...limits, ...policy.command];
  return [...limits, ...policy.command];
}

/** The argument of confine.py, as JSON. */
export interface ConfinePolicy {
  confinement: Confinement;
  cwd: string;
  readable: string[];
  writable: string[];
  /** With namespaces: folders of which only the readable and writable contents are visible. */
  hidden: string[];
  devices: string[];
  /** The size of /dev/shm; 0 when the command must not use it. */
  sharedMemoryBytes: number;
  network: boolean;
  /** Names of RLIMIT_*. */
  limits: Record<string, number>;
  userId: number | null;
  /**
   * The seccomp filters in hex, "" for none. `seccomp` is used if Landlock isolates abstract sockets, and
   * `seccompUnscoped` if it does not.
   */
  seccomp: string;
  seccompUnscoped: string;
}

function landlock(policy: Policy, capabilities: Capabilities): string[] {
  const system = systemPaths();
  const { confinement, userId } = capabilities;
  const hasNamespaces = confinement === "namespaces";
  const confine: ConfinePolicy = {
    confinement,
    cwd: policy.cwd,
    readable: [
      ...system.folders,
      ...system.settings,
      ...(hasNamespaces ? ["/proc"] : processInformation), // The /proc of its namespace shows only its own processes.
      ...machineInformation,
      ...policy.readable,
    ],
    writable: [...policy.writable, ...(policy.temporary ? [policy.temporary] : [])],
    hidden: [capabilities.dataFolder],
    devices: ["/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random", "/dev/tty"],
    // If all processes of the user share /dev/shm, only a different owner would protect their memory.
    sharedMemoryBytes: hasNamespaces || userId !== null ? SHARED_MEMORY_BYTES : 0,
    network: policy.network,
    limits: resourceLimits(policy.limits, capabilities.serverThreads),
    userId,
    // Landlock has no rule for Unix sockets in folders: if the command's user owns them, the only protection is to
    // refuse the whole socket family. Before version 6, which the launcher checks, it has no rule for abstract sockets
    // either.
    seccomp: filterText(policy, capabilities, { unixSockets: userId === null }),
    seccompUnscoped: filterText(policy, capabilities, { unixSockets: true }),
  };
  return [
    ...[capabilities.python, "-I", "-S", "-c", START_LAUNCHER, capabilities.launcher],
    ...[JSON.stringify(confine), ...policy.command],
  ];
}

/** Imports the launcher: Python stores bytecode only for imported modules, and compiling takes some ms each time. */
const START_LAUNCHER = "import sys; sys.path.insert(0, sys.argv.pop(1)); import confine; confine.main()";

function filterText(policy: Policy, capabilities: Capabilities, { unixSockets }: { unixSockets: boolean }): string {
  const hasNamespaces = capabilities.confinement === "namespaces";
  const filter = seccompFilter({
    network: !policy.network,
    unixSockets,
    userNamespaces: true,
    systemV: true,
    processes: hasNamespaces ? "groups" : "supervised",
    // A different user does not own any of the files whose metadata it must not change.
    metadataSupervised: !hasNamespaces && capabilities.userId === null,
  });
  return filter?.toString("hex") ?? "";
}

/** The files in /proc that describe the machine and the command itself. All others describe other processes. */
const processInformation = [
  ..."cpuinfo meminfo stat loadavg uptime version filesystems self thread-self"
    .split(" ")
    .map((name) => `/proc/${name}`),
  "/proc/sys",
];

const machineInformation = ["/sys/devices/system/cpu", "/sys/fs/cgroup"];

function resourceLimits(limits: ProcessLimits, serverThreads: number): Record<string, number> {
  return {
    CORE: 0,
    DATA: limits.memoryBytes,
    NPROC: limits.processes + serverThreads,
    NOFILE: limits.openFiles ?? 1024,
    ...(limits.fileBytes === undefined ? {} : { FSIZE: limits.fileBytes }),
    ...(limits.cpuSeconds === undefined ? {} : { CPU: limits.cpuSeconds }),
  };
}

/** It uses RLIMIT_DATA, not RLIMIT_AS: programs such as Java and Node.js reserve far more addresses than they use. */
function prlimit(limits: ProcessLimits, serverThreads: number): string[] {
  const flags = ["prlimit", "--core=0", `--data=${limits.memoryBytes}`, `--nproc=${limits.processes + serverThreads}`];
  flags.push(`--nofile=${limits.openFiles ?? 1024}`);
  if (limits.fileBytes !== undefined) flags.push(`--fsize=${limits.fileBytes}`);
  // The hard limit is one second higher, because the soft limit's SIGXCPU reveals the reason and SIGKILL does not.
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

/** The capabilities that bubblewrap keeps to become the job's user, and to enter that user's folder before that. */
const rootCapabilities = ["CAP_SETUID", "CAP_SETGID", "CAP_DAC_READ_SEARCH"];

/**
 * As root, bubblewrap creates the view of the system with root's capabilities, so that it can mount folders that only
 * root may enter. The command then becomes another user without any capabilities: without `--cap-drop ALL` it could
 * remount read-only folders as writable. As an ordinary user, bubblewrap uses a user namespace and allows no other one.
 */
function bubblewrap(policy: Policy, capabilities: Capabilities): string[] {
  const command = ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"];
  if (!policy.network) command.push("--unshare-net");
  if (capabilities.userId === null) command.push("--unshare-user", "--disable-userns", "--cap-drop", "ALL");
  else command.push("--cap-drop", "ALL", ...rootCapabilities.flatMap((capability) => ["--cap-add", capability]));
  if (capabilities.filterFd !== null) command.push("--seccomp", String(capabilities.filterFd));
  if (!policy.terminal) command.push("--new-session");
  command.push("--die-with-parent", "--hostname", "job", ...view(policy, capabilities), "--chdir", policy.cwd, "--");
  if (capabilities.userId !== null) command.push(...setpriv(capabilities.userId));
  // prlimit runs inside the sandbox, because RLIMIT_NPROC counts per user namespace.
  return [...command, ...prlimit(policy.limits, 0), ...policy.command];
}

/** Files that may change while the server runs, for instance on a laptop that joins another network. */
const changingSettings = new Set(["/etc/resolv.conf", "/etc/hosts"]);

function view(policy: Policy, capabilities: Capabilities): string[] {
  const system = systemPaths();
  const flags: string[] = [];
  for (const folder of system.folders) flags.push("--ro-bind", folder, folder);
  for (const [target, link] of system.links) flags.push("--symlink", target, link);
  flags.push("--perms", "0755", "--dir", "/etc"); // By default only its owner may enter it, so the command could not.
  flags.push("--ro-bind", capabilities.settings, "/etc");
  for (const file of system.settings.filter((name) => changingSettings.has(name))) flags.push("--ro-bind", file, file);
  flags.push("--proc", "/proc", "--dev", "/dev");
  flags.push("--perms", "1777", "--size", String(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
  if (policy.temporary) flags.push("--bind", policy.temporary, "/tmp");
  else flags.push("--perms", "1777", "--size", String(TEMPORARY_BYTES), "--tmpfs", "/tmp");
  const readable = policy.readable.filter((file) => !isInside(file, system.folders));
  const visible = [...readable, ...policy.writable].map((file) => visiblePath(file, policy));
  for (const folder of parentFolders(visible)) flags.push("--perms", "0755", "--dir", folder);
  for (const file of readable) flags.push("--ro-bind", file, visiblePath(file, policy));
  for (const file of policy.writable) flags.push("--bind", file, visiblePath(file, policy));
  return [...flags, "--remount-ro", "/"];
}

/** The path under which a command at level 3 sees a file. */
function visiblePath(file: string, { shown }: Policy): string {
  return shown && isInside(file, [shown.folder]) ? shown.as + file.slice(shown.folder.length) : file;
}

/** The folders that contain the files. If bubblewrap created them, only root could enter them. */
function parentFolders(files: string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split("/").slice(1, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(`/${parts.slice(0, depth).join("/")}`);
  }
  for (const existing of ["/tmp", "/etc", "/dev", "/proc"]) folders.delete(existing);
  return [...folders].filter((folder) => !files.some((file) => isInside(folder, [file]))).sort();
}
