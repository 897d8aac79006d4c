/** The numbers of system calls: [x64, arm64]; null where a processor does not have the call. */
const numbers = {
  // Creating processes, namespaces and sockets.
  socket: [41, 198],
  socketpair: [53, 199],
  clone: [56, 220],
  clone3: [435, 435],
  unshare: [272, 97],
  ioctl: [16, 29],
  fcntl: [72, 25],
  // Parts of the kernel that scripts do not need.
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  perf_event_open: [298, 241],
  fanotify_init: [300, 262],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  // System V IPC and POSIX message queues.
  shmget: [29, 194],
  shmat: [30, 196],
  shmctl: [31, 195],
  shmdt: [67, 197],
  semget: [64, 190],
  semop: [65, 193],
  semctl: [66, 191],
  semtimedop: [220, 192],
  msgget: [68, 186],
  msgsnd: [69, 189],
  msgrcv: [70, 188],
  msgctl: [71, 187],
  mq_open: [240, 180],
  mq_unlink: [241, 181],
  // Calls about a process.
  ptrace: [101, 117],
  kcmp: [312, 272],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_send_signal: [424, 424],
  pidfd_open: [434, 434],
  pidfd_getfd: [438, 438],
  process_madvise: [440, 440],
  process_mrelease: [448, 448],
  prlimit64: [302, 261],
  sched_setparam: [142, 118],
  sched_setscheduler: [144, 119],
  sched_setattr: [314, 274],
  sched_setaffinity: [203, 122],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  setpriority: [141, 140],
  ioprio_set: [251, 30],
  // Calls that change the metadata of a file.
  chmod: [90, null],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  chown: [92, null],
  fchown: [93, 55],
  lchown: [94, null],
  fchownat: [260, 54],
  utime: [132, null],
  utimes: [235, null],
  futimesat: [261, null],
  utimensat: [280, 88],
  setxattr: [188, 5],
  lsetxattr: [189, 6],
  fsetxattr: [190, 7],
  setxattrat: [463, 463],
  removexattr: [197, 14],
  lremovexattr: [198, 15],
  fremovexattr: [199, 16],
  removexattrat: [466, 466],
  file_setattr: [469, 469],
} satisfies Record<string, [x64: number | null, arm64: number | null]>;

export type SystemCall = keyof typeof numbers;

/** A processor that the filters support. */
export interface Processor {
  /** AUDIT_ARCH_* of seccomp_data. */
  audit: number;
  /** System calls with this bit belong to another ABI of the same processor (x32). */
  foreignBit: number | null;
  /** The number of a system call; null when the processor does not have it. */
  numberOf(call: SystemCall): number | null;
}

const processors: Partial<Record<NodeJS.Architecture, Processor>> = {
  x64: { audit: 0xc000003e, foreignBit: 0x40000000, numberOf: (call) => numbers[call][0] },
  arm64: { audit: 0xc00000b7, foreignBit: null, numberOf: (call) => numbers[call][1] },
};

/** The details of a processor that the filters need; null when they do not support it. */
export function findProcessor(name: NodeJS.Architecture): Processor | null {
  return processors[name] ?? null;
}
