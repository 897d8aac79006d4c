import { findProcessor, type Processor, type SystemCall } from "./system-calls";

/**
 * What a filter refuses, in addition to what it always refuses because no script needs it: keyrings, performance
 * counters, BPF, userfaultfd, io_uring, fanotify, leases on files, typing into terminals, rare socket families and
 * calls of 32-bit programs. Everything else is allowed.
 */
export interface SeccompRules {
  /** socket() for every family except Unix. */
  network: boolean;
  /** socket() for the Unix family. socketpair() remains allowed. */
  unixSockets: boolean;
  /** New user namespaces, which make rarely used code of the kernel reachable. */
  userNamespaces: boolean;
  /** System V IPC and POSIX message queues. */
  systemV: boolean;
  /**
   * Calls that change or inspect a process named by an argument. `groups` refuses only calls about all processes of a
   * user or a process group, because a pid namespace hides the others. `supervised` passes every call to the supervisor
   * unless the argument is 0, the calling process; the supervisor decides about all other numbers.
   */
  processes: "allowed" | "groups" | "supervised";
  /** Whether the supervisor makes the calls that change modes, owners, times and extended attributes. */
  metadataSupervised: boolean;
}

const AF_UNIX = 1;
const NETLINK_ROUTE = 0;
/** IPv4, IPv6, and netlink, with which the C library finds the addresses of the machine. */
const [AF_INET, AF_INET6, AF_NETLINK] = [2, 10, 16];
const CLONE_NEWUSER = 0x10000000;
const PRIO_PROCESS = 0;
const IOPRIO_WHO_PROCESS = 1;
/** The fcntl() command that lets the owner of a file make everyone who opens it wait. */
const F_SETLEASE = 1024;
/** ioctl() commands that type into a terminal (TIOCSTI, TIOCLINUX). */
const terminalCommands = [0x5412, 0x541c];
/** ioctl() commands that change the flags of a file (FS_IOC_SETFLAGS in both sizes, FS_IOC_FSSETXATTR, SETVERSION). */
const fileCommands = [0x40086602, 0x40046602, 0x401c5820, 0x40087602];

const EPERM = 1;
const EACCES = 13;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

const LOAD = 0x20;
const RETURN = 0x06;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const ALLOW = 0x7fff0000;
const SUPERVISE = 0x7fc00000;
const refuse = (errno: number) => 0x00050000 | errno;

/** Offsets in struct seccomp_data (seccomp(2)). Arguments have 64 bits, with the lower half first. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number) => 16 + 8 * index;

type Instruction = [code: number, ifTrue: number, ifFalse: number, value: number];

/** A seccomp filter (classic BPF, for seccomp(2) and `bwrap --seccomp`); null on a processor that is not supported. */
export function seccompFilter(rules: SeccompRules, architecture: NodeJS.Architecture = process.arch): Buffer | null {
  const processor = findProcessor(architecture);
  if (!processor) return null;
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, processor.audit],
    [RETURN, 0, 0, refuse(EPERM)],
    [LOAD, 0, 0, NUMBER],
  ];
  if (processor.foreignBit) program.push([JUMP_AT_LEAST, 0, 1, processor.foreignBit], [RETURN, 0, 0, refuse(EPERM)]);
  const forCall = (call: SystemCall, body: Instruction[]) => program.push(...onCall(processor, call, body));
  for (const call of unneeded) forCall(call, [[RETURN, 0, 0, refuse(EPERM)]]);
  if (rules.systemV) for (const call of systemVCalls) forCall(call, [[RETURN, 0, 0, refuse(EPERM)]]);
  forCall("socket", socketRule(rules));
  forCall("socketpair", [...unless(0, [AF_UNIX], EAFNOSUPPORT), [RETURN, 0, 0, ALLOW]]);
  if (rules.userNamespaces) for (const [call, body] of namespaceRules) forCall(call, body);
  for (const [call, body] of processRules(rules.processes)) forCall(call, body);
  const commands = rules.metadataSupervised ? [...terminalCommands, ...fileCommands] : terminalCommands;
  forCall("ioctl", commandRule(commands));
  forCall("fcntl", commandRule([F_SETLEASE]));
  if (rules.metadataSupervised) for (const call of metadataCalls) forCall(call, [[RETURN, 0, 0, SUPERVISE]]);
  program.push([RETURN, 0, 0, ALLOW]);
  return assemble(program);
}

const unneeded: SystemCall[] = [
  "add_key",
  "request_key",
  "keyctl",
  "perf_event_open",
  "fanotify_init",
  "bpf",
  "userfaultfd",
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
];

const systemVCalls: SystemCall[] = [
  ...(["shmget", "shmat", "shmctl", "shmdt", "semget", "semop", "semctl", "semtimedop"] as const),
  ...(["msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"] as const),
];

const metadataCalls: SystemCall[] = [
  ...(["chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"] as const),
  ...(["utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat"] as const),
  ...(["removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr"] as const),
];

/** The instructions that apply to one system call. They must end with a return. */
function onCall(processor: Processor, call: SystemCall, body: Instruction[]): Instruction[] {
  const number = processor.numberOf(call);
  return number === null ? [] : [[JUMP_EQUAL, 0, body.length, number], ...body];
}

/** Refuses the call unless an argument is one of the values. */
function unless(index: number, values: number[], errno: number): Instruction[] {
  return [
    [LOAD, 0, 0, argument(index)],
    ...values.map((value, n): Instruction => [JUMP_EQUAL, values.length - n, 0, value]),
    [RETURN, 0, 0, refuse(errno)],
  ];
}

function socketRule({ network, unixSockets }: SeccompRules): Instruction[] {
  const others = network ? refuse(EACCES) : ALLOW;
  return [
    [LOAD, 0, 0, argument(0)],
    [JUMP_EQUAL, 0, 1, AF_UNIX],
    [RETURN, 0, 0, unixSockets ? refuse(EACCES) : ALLOW],
    [JUMP_EQUAL, 4, 0, AF_INET],
    [JUMP_EQUAL, 3, 0, AF_INET6],
    [JUMP_EQUAL, 0, 3, AF_NETLINK],
    [LOAD, 0, 0, argument(2)],
    [JUMP_EQUAL, 0, 1, NETLINK_ROUTE],
    [RETURN, 0, 0, others],
    [RETURN, 0, 0, refuse(network ? EACCES : EAFNOSUPPORT)],
  ];
}

const refuseUserNamespace: Instruction[] = [
  [LOAD, 0, 0, argument(0)],
  [JUMP_ANY_BIT, 0, 1, CLONE_NEWUSER],
  [RETURN, 0, 0, refuse(EPERM)],
  [RETURN, 0, 0, ALLOW],
];

/** The flags of clone3 are in memory, which a filter cannot read. After ENOSYS, the C library uses clone instead. */
const namespaceRules: [SystemCall, Instruction[]][] = [
  ["clone3", [[RETURN, 0, 0, refuse(ENOSYS)]]],
  ["clone", refuseUserNamespace],
  ["unshare", refuseUserNamespace],
];

function processRules(processes: SeccompRules["processes"]): [SystemCall, Instruction[]][] {
  if (processes === "allowed") return [];
  const ofSelf: Instruction[] =
    processes === "groups" ? [[RETURN, 0, 0, ALLOW]] : [...zeroOrSupervised(1), [RETURN, 0, 0, ALLOW]];
  const byKind: [SystemCall, Instruction[]][] = [
    ["setpriority", [...unless(0, [PRIO_PROCESS], EPERM), ...ofSelf]],
    ["ioprio_set", [...unless(0, [IOPRIO_WHO_PROCESS], EPERM), ...ofSelf]],
  ];
  if (processes === "groups") return byKind;
  return [
    ...byKind,
    ...inspections.map((call): [SystemCall, Instruction[]] => [call, [[RETURN, 0, 0, refuse(EPERM)]]]),
    ...changes.map((call): [SystemCall, Instruction[]] => [call, [...zeroOrSupervised(0), [RETURN, 0, 0, ALLOW]]]),
  ];
}

const inspections: SystemCall[] = [
  ...(["ptrace", "kcmp", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd"] as const),
  ...(["pidfd_send_signal", "process_madvise", "process_mrelease"] as const),
];

/** Calls whose first argument is a process or thread; 0 means the calling one. */
const changes: SystemCall[] = [
  ...(["prlimit64", "sched_setparam", "sched_setscheduler", "sched_setattr", "sched_setaffinity"] as const),
  ...(["migrate_pages", "move_pages"] as const),
];

function zeroOrSupervised(index: number): Instruction[] {
  return [
    [LOAD, 0, 0, argument(index)],
    [JUMP_EQUAL, 1, 0, 0],
    [RETURN, 0, 0, SUPERVISE],
  ];
}

function commandRule(commands: number[]): Instruction[] {
  return [
    [LOAD, 0, 0, argument(1)],
    ...commands.map((command, n): Instruction => [JUMP_EQUAL, commands.length - n, 0, command]),
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, refuse(EPERM)],
  ];
}

function assemble(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}
