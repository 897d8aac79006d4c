/** The targets of the attempts. */
export interface Targets {
  /** A file in the data folder that everyone may read, one in a closed folder, and one outside of the data folder. */
  shared: string;
  secret: string;
  outside: string;
  /** A file of another job, its folder, and the folder of all jobs. */
  jobFile: string;
  otherJob: string;
  jobs: string;
  unixSocket: string;
  abstractName: string;
  tcpPort: number;
  udpPort: number;
  /** A process of the server's user. */
  pid: number;
  /** Contents and metadata of the files, to see whether an attempt has changed them. */
  state(): unknown;
}

export interface Attempt {
  what: string;
  /** The Python code of the attempt. An OSError means that it was refused. */
  body: string;
  /** The lowest level that refuses it. At lower levels it succeeds, which shows that the attempt is real. */
  from: 1 | 2;
  /** Whether a kernel or a container may refuse it to everyone. */
  isUncertain?: boolean;
}

/** A string as Python source. */
export const text = (value: string) => JSON.stringify(value);

/** All attempts, by kind. */
export function allAttempts(targets: Targets, { isRoot }: { isRoot: boolean }): Attempt[] {
  // Level 1, which exists only if the server is root, refuses whatever any Unix refuses to a different user.
  const byOwner = isRoot ? 1 : 2;
  return [
    ...contentAttempts(targets, byOwner),
    ...metadataAttempts(targets, byOwner),
    ...connectionAttempts(targets, byOwner),
    ...processAttempts(targets, byOwner),
    ...kernelAttempts(),
  ];
}

function contentAttempts(targets: Targets, byOwner: 1 | 2): Attempt[] {
  const { shared, secret, jobFile, otherJob, jobs } = targets;
  return [
    { what: "a file that only the server may read", body: `open(${text(secret)}).read()`, from: byOwner },
    { what: "a file of the server that everyone may read", body: `open(${text(shared)}).read()`, from: 2 },
    {
      what: "the same through a symbolic link",
      body: `os.symlink(${text(shared)}, 'link'); open('link').read()`,
      from: 2,
    },
    { what: "the same through a way up", body: `open(os.path.relpath(${text(shared)})).read()`, from: 2 },
    { what: "the same through a hard link", body: `os.link(${text(shared)}, 'hard'); open('hard').read()`, from: 2 },
    { what: "the files of another job", body: `open(${text(jobFile)}).read()`, from: 2 },
    { what: "to change the files of another job", body: `open(${text(jobFile)}, 'r+')`, from: 2 },
    { what: "to truncate the files of another job", body: `os.truncate(${text(jobFile)}, 9)`, from: 2 },
    { what: "to add to the files of another job", body: `os.mkfifo(${text(`${otherJob}/new`)})`, from: 2 },
    { what: "to remove what it added", body: `os.remove(${text(`${otherJob}/new`)})`, from: 2 },
    {
      what: "a descriptor that it has inherited",
      body: "import stat; inherited = [n for n in range(4, 64) if os.path.exists(f'/proc/self/fd/{n}')]; os.fstat(inherited[0] if inherited else 64)",
      from: 2,
    },
    {
      what: "a lease, which makes others wait for a file",
      body: "import fcntl, sys; fcntl.fcntl(os.open('leased', os.O_CREAT | os.O_RDWR), fcntl.F_SETLEASE, fcntl.F_WRLCK)",
      from: 2,
    },
    { what: "the names of the other jobs", body: `os.listdir(${text(jobs)})`, from: 2 },
  ];
}

/** Landlock has no rules for these. A file's owner may set any time; whoever may write may set the current time. */
function metadataAttempts({ shared, secret, outside, jobs }: Targets, byOwner: 1 | 2): Attempt[] {
  const changes = (what: string, file: string): Attempt[] => [
    {
      what: `the mode of ${what}`,
      body: `os.chmod(${text(file)}, os.stat(${text(file)}).st_mode & 0o777)`,
      from: byOwner,
    },
    { what: `the owner of ${what}`, body: `os.chown(${text(file)}, os.stat(${text(file)}).st_uid, -1)`, from: byOwner },
    { what: `the times of ${what}`, body: `os.utime(${text(file)}, (5, 6)); os.utime(${text(file)})`, from: byOwner },
    {
      what: `the attributes of ${what}`,
      body: `os.setxattr(${text(file)}, 'user.test', b'x'); os.removexattr(${text(file)}, 'user.test')`,
      from: byOwner,
      isUncertain: true,
    },
  ];
  return [
    ...changes("the folder of all jobs", jobs),
    ...changes("a file of the server", shared),
    ...changes("a secret of the server", secret),
    ...changes("a file elsewhere", outside),
    {
      what: "the mode of a file through a symbolic link",
      body: `os.symlink(${text(shared)}, 'mode'); os.chmod('mode', 0o644)`,
      from: byOwner,
    },
    {
      what: "the mode of a file through a folder that is a symbolic link",
      body: `os.symlink(${text(jobs)}, 'jobs'); os.chmod('jobs/7', 0o755)`,
      from: byOwner,
    },
    {
      what: "the mode of a folder on a way up",
      body: "os.chmod('../jobs', 0o755)",
      from: byOwner,
    },
    {
      what: "the mode of a program through its descriptor",
      body: `import sys; fd = os.open(${text(outside)}, os.O_RDONLY); os.fchmod(fd, 0o644)`,
      from: byOwner,
    },
  ];
}

function connectionAttempts(targets: Targets, byOwner: 1 | 2): Attempt[] {
  const connect = (family: string, kind: string, address: string) =>
    `import socket; s = socket.socket(socket.${family}, socket.${kind}); s.settimeout(1); s.connect(${address}); s.send(b'x'); s.recv(1)`;
  // Node.js 20 pads abstract names with zeros to the length of sun_path.
  const isPadded = Number(process.versions.node.split(".")[0]) < 22;
  const abstractBytes = isPadded ? 108 : targets.abstractName.length + 1;
  const abstract = `b'\\0${targets.abstractName}'.ljust(${abstractBytes}, b'\\0')`;
  return [
    {
      what: "the database, by its Unix socket",
      body: connect("AF_UNIX", "SOCK_STREAM", text(targets.unixSocket)),
      from: byOwner,
    },
    { what: "the database, by an abstract socket", body: connect("AF_UNIX", "SOCK_STREAM", abstract), from: 2 },
    {
      what: "the network, by TCP",
      body: connect("AF_INET", "SOCK_STREAM", `('127.0.0.1', ${targets.tcpPort})`),
      from: 2,
    },
    {
      what: "the network, by UDP",
      body: connect("AF_INET", "SOCK_DGRAM", `('127.0.0.1', ${targets.udpPort})`),
      from: 2,
    },
    { what: "the host of a virtual machine", body: "import socket; socket.socket(40, 1)", from: 2, isUncertain: true },
  ];
}

function processAttempts({ pid }: Targets, byOwner: 1 | 2): Attempt[] {
  const affinity = `os.sched_setaffinity(${pid}, os.sched_getaffinity(0))`;
  return [
    { what: "the server's secrets, in its environment", body: `open('/proc/${pid}/environ').read()`, from: byOwner },
    {
      what: "the server's secrets, in its memory",
      body: `open('/proc/${pid}/mem', 'rb')`,
      from: byOwner,
      isUncertain: true,
    },
    { what: "a signal to the server's processes", body: `os.kill(${pid}, 0)`, from: byOwner },
    {
      what: "the server's process, to slow it down",
      body: `os.setpriority(os.PRIO_PROCESS, ${pid}, os.getpriority(os.PRIO_PROCESS, ${pid}))`,
      from: byOwner,
    },
    {
      what: "the server's process, to limit it",
      body: `import resource; resource.prlimit(${pid}, resource.RLIMIT_CORE, (0, 0))`,
      from: byOwner,
    },
    { what: "the server's process, to bind it to processors", body: affinity, from: byOwner },
    {
      what: "the server's process, to schedule it differently",
      body: `os.sched_setscheduler(${pid}, os.SCHED_OTHER, os.sched_param(0))`,
      from: byOwner,
    },
    {
      what: "the server's process, to slow its disk down",
      body: systemCall("ioprio_set", 1, pid, (2 << 13) | 4),
      from: byOwner,
    },
    { what: "a descriptor of the server's process", body: systemCall("pidfd_open", pid, 0), from: 2 },
  ];
}

/** Parts of the kernel that scripts do not need. */
function kernelAttempts(): Attempt[] {
  const buffer = (bytes: number) => `ctypes.create_string_buffer(${bytes})`;
  const arrayOfOne = `struct.pack('IIII', 2, 4, 4, 1).ljust(72, b'\\0')`;
  const dummyEvent = `struct.pack('IIQQQQQ', 1, 128, 9, 0, 0, 0, 0x60).ljust(128, b'\\0')`;
  const attempts: { what: string; body: string }[] = [
    { what: "a keyring", body: systemCall("add_key", "b'user'", "b'test'", "b'x'", "ctypes.c_size_t(1)", -2) },
    { what: "performance counters", body: systemCall("perf_event_open", dummyEvent, 0, -1, -1, "ctypes.c_long(0)") },
    { what: "BPF", body: systemCall("bpf", 0, arrayOfOne, 72) },
    { what: "page faults", body: systemCall("userfaultfd", 1) },
    { what: "io_uring", body: systemCall("io_uring_setup", 1, buffer(120)) },
    {
      what: "a user namespace, in which it would be root",
      body: "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000): raise OSError('unshare')",
    },
  ];
  return attempts.map((attempt) => ({ ...attempt, from: 2, isUncertain: true }));
}

/** The numbers of system calls: [x86_64, aarch64]. */
const numbers = {
  add_key: [248, 217],
  bpf: [321, 280],
  io_uring_setup: [425, 425],
  ioprio_set: [251, 30],
  perf_event_open: [298, 241],
  pidfd_open: [434, 434],
  userfaultfd: [323, 282],
};

function systemCall(name: keyof typeof numbers, ...words: (string | number)[]): string {
  const number = `{'x86_64': ${numbers[name][0]}, 'aarch64': ${numbers[name][1]}}[os.uname().machine]`;
  return `import ctypes, struct\nif ctypes.CDLL(None).syscall(${[number, ...words].join(", ")}) < 0: raise OSError('${name}')`;
}

/**
 * A program that changes metadata for a second, while another thread and another process keep swapping what the path
 * refers to: the file, a folder on the path, and the path's text in memory.
 */
export function raceProgram(file: string, folder: string): string {
  return `
import ctypes, os, sys, threading, time
library = ctypes.CDLL(None)
end = time.monotonic() + 1
os.mkdir("own"); os.mkdir("own/7"); open("own/shared", "w").close()
inside, outside = os.path.abspath("own/shared").encode(), ${text(file)}.encode()
path = ctypes.create_string_buffer(max(len(inside), len(outside)) + 1)
def exchange():
    while time.monotonic() < end:
        for target in (inside, outside):
            os.symlink(target, "next"); os.rename("next", "file")
        for target in (os.path.abspath("own"), ${text(folder)}):
            os.symlink(target, "next2"); os.rename("next2", "folder")
def overwrite():
    while time.monotonic() < end:
        path.value = inside; path.value = outside
def try_to(attempt, *arguments):
    try: attempt(*arguments)
    except OSError: pass
exchanger = os.fork()
if exchanger == 0:
    exchange(); os._exit(0)
threading.Thread(target=overwrite).start()
while time.monotonic() < end:
    for name in ("file", "folder", "folder/7"):
        try_to(os.chmod, name, 0o707); try_to(os.utime, name, (1, 2)); try_to(os.setxattr, name, "user.race", b"x")
    library.chmod(path, 0o707); library.chown(path, os.getuid(), -1); library.utimes(path, None)
os.waitpid(exchanger, 0)
print("done")`;
}
