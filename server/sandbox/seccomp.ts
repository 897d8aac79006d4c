/** What a filter refuses. Everything else is allowed. */
export interface SeccompRules {
  /** socket() for every family except Unix. */
  network: boolean;
  /** socket() for the Unix family. socketpair() remains allowed. */
  unixSockets: boolean;
  /** New user namespaces, which make rarely used code of the kernel reachable. */
  userNamespaces: boolean;
}

interface Architecture {
  audit: number;
  socket: number;
  clone: number;
  unshare: number;
  /** System calls with this bit belong to another ABI of the same processor (x32). */
  foreignBit: number | null;
}

const architectures: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: { audit: 0xc000003e, socket: 41, clone: 56, unshare: 272, foreignBit: 0x40000000 },
  arm64: { audit: 0xc00000b7, socket: 198, clone: 220, unshare: 97, foreignBit: null },
};

const CLONE3 = 435;
const IO_URING_SETUP = 425;
const CLONE_NEWUSER = 0x10000000;
const AF_UNIX = 1;

const EPERM = 1;
const EACCES = 13;
const ENOSYS = 38;

const LOAD = 0x20;
const RETURN = 0x06;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const ALLOW = 0x7fff0000;
const refuse = (errno: number) => 0x00050000 | errno;

/** Offsets in struct seccomp_data (seccomp(2)). Arguments have 64 bits, the lower half first. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

type Instruction = [code: number, ifTrue: number, ifFalse: number, value: number];

/**
 * A seccomp filter (classic BPF, for prctl(2) and `bwrap --seccomp`); null on a processor that it does not support.
 * With sockets it refuses io_uring, which opens them without the system call. It always refuses calls of 32-bit
 * programs.
 */
export function seccompFilter(rules: SeccompRules, processor: NodeJS.Architecture = process.arch): Buffer | null {
  const machine = architectures[processor];
  if (!machine) return null;
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, machine.audit],
    [RETURN, 0, 0, refuse(EPERM)],
    [LOAD, 0, 0, NUMBER],
  ];
  if (machine.foreignBit) program.push([JUMP_AT_LEAST, 0, 1, machine.foreignBit], [RETURN, 0, 0, refuse(EPERM)]);
  if (rules.network || rules.unixSockets) {
    program.push([JUMP_EQUAL, 0, 1, IO_URING_SETUP], [RETURN, 0, 0, refuse(EPERM)]);
    program.push(...socketRules(machine, rules));
  }
  if (rules.userNamespaces) program.push(...namespaceRules(machine));
  program.push([RETURN, 0, 0, ALLOW]);
  return assemble(program);
}

function socketRules(machine: Architecture, rules: SeccompRules): Instruction[] {
  const unix = rules.unixSockets ? refuse(EACCES) : ALLOW;
  const others = rules.network ? refuse(EACCES) : ALLOW;
  return [
    [JUMP_EQUAL, 0, 4, machine.socket],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [JUMP_EQUAL, 0, 1, AF_UNIX],
    [RETURN, 0, 0, unix],
    [RETURN, 0, 0, others],
  ];
}

/** The flags of clone3 are in memory, which a filter cannot read. After ENOSYS, the C library uses clone instead. */
function namespaceRules(machine: Architecture): Instruction[] {
  return [
    [JUMP_EQUAL, 0, 1, CLONE3],
    [RETURN, 0, 0, refuse(ENOSYS)],
    [JUMP_EQUAL, 1, 0, machine.clone],
    [JUMP_EQUAL, 0, 4, machine.unshare],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [JUMP_ANY_BIT, 0, 1, CLONE_NEWUSER],
    [RETURN, 0, 0, refuse(EPERM)],
    [RETURN, 0, 0, ALLOW],
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
