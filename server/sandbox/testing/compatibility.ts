import { describe, expect, test } from "vitest";
import { runAt, type WorkingLevel } from "./escapes";

/** Tests that ordinary scripts work although other uses of the same system calls are refused. */
export function testCompatibility(levels: WorkingLevel[]): void {
  const confined = levels.filter(({ level }) => level >= 2);

  describe.each(confined)("at level $name", (at) => {
    test.each(shellCommands)("$what works", async ({ command, output }) => {
      const program = `import subprocess\nprint(subprocess.run(${JSON.stringify(["sh", "-ec", command])}, stdout=-1, stderr=-2, text=True).stdout)`;
      const { stdout, stderr } = await runAt(at, program);
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: output, stderr: "" });
    });

    test.each(pythonPrograms)("$what works", async ({ program, output, network = false }) => {
      const { stdout, stderr } = await runAt(at, program, { network });
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: output, stderr: "" });
    });

    test("pip installs a wheel, if there is pip", async () => {
      const { stdout, stderr } = await runAt(at, installWheel, { memoryBytes: 2 ** 30 });
      if (stdout === "no pip\n") console.warn("This Python has no pip: its installation is NOT tested.");
      else expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "installed", stderr: "" });
    });

    test("numpy computes, if it is installed", async () => {
      const { stdout } = await runAt(at, computeWithNumpy, { memoryBytes: 2 ** 30 });
      if (stdout === "no numpy\n") console.warn("This Python has no numpy: it is NOT tested.");
      else expect(stdout.trim()).toBe("285.0");
    });
  });

  // Without namespaces, all jobs of an ordinary user would share the same memory.
  const hasSharedMemory = (at: WorkingLevel) => at.confinement !== "supervisor" || process.getuid?.() === 0;
  describe.each(confined.filter(hasSharedMemory))("at level $name multiprocessing", (at) => {
    test("runs a pool, and shares queues, locks and memory", async () => {
      const { stdout, stderr } = await runAt(at, multiprocessing);
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "[1, 4, 9] 42 7", stderr: "" });
    });
  });
}

const shellCommands = [
  {
    what: "cp -p",
    command: "echo x >a; chmod 640 a; touch -d '2001-02-03 UTC' a; cp -p a b; stat -c '%a %Y' b",
    output: "640 981158400",
  },
  {
    what: "tar, with permissions and times",
    command:
      "mkdir -p d/e; echo x >d/e/f; ln -s e/f d/l; chmod 510 d/e; touch -d '2001-02-03 UTC' d/e/f; tar cf t d; mkdir x; tar xpf t -C x; stat -c '%a %Y' x/d/e x/d/e/f | cut -d ' ' -f 1; stat -c %Y x/d/e/f; chmod 700 d/e x/d/e",
    output: "510\n644\n981158400",
  },
  {
    what: "cp -a of a folder",
    command: "mkdir d; echo x >d/f; chmod 750 d; cp -a d e; stat -c %a e; rm -r e",
    output: "750",
  },
  { what: "install -m", command: "echo x >a; install -m 755 a b; stat -c %a b", output: "755" },
  {
    what: "to lower its own priority",
    command: "nice -n 3 true; ionice -c 2 -n 6 true; renice -n 5 -p $$ >/dev/null; echo ok",
    output: "ok",
  },
  {
    what: "to bind itself to a processor",
    command: "taskset -c 0 true; taskset -cp 0 $$ >/dev/null; echo ok",
    output: "ok",
  },
];

const pythonPrograms: { what: string; program: string; output: string; network?: boolean }[] = [
  {
    what: "shutil.copystat and copytree",
    program: `
import os, shutil
os.makedirs("a/b"); open("a/b/f", "w").write("x"); os.chmod("a/b/f", 0o604); os.utime("a/b/f", (1, 2))
os.symlink("f", "a/b/l")
shutil.copytree("a", "c", symlinks=True)
print(oct(os.stat("c/b/f").st_mode & 0o777), os.stat("c/b/f").st_mtime, os.readlink("c/b/l"))
shutil.rmtree("c")`,
    output: "0o604 2.0 f",
  },
  {
    what: "the change of a file without a name, by its descriptor and without following links",
    program: `
import os, tempfile
with tempfile.TemporaryFile(dir=".") as file: os.fchmod(file.fileno(), 0o600)
file = os.open("f", os.O_CREAT | os.O_RDONLY, 0o600)
os.fchmod(file, 0o640); os.utime(file, (3, 4)); os.chmod("f", 0o650, follow_symlinks=os.chmod not in os.supports_follow_symlinks)
os.symlink("f", "l"); os.utime("l", (5, 6), follow_symlinks=False)
print(oct(os.stat("f").st_mode & 0o777), os.stat("f").st_mtime, os.lstat("l").st_mtime)`,
    output: "0o650 4.0 6.0",
  },
  {
    what: "a folder that it has locked itself",
    program: `import os\nos.mkdir("d")\nfor mode in (0, 0o700): os.chmod("d", mode)\nos.chmod(os.getcwd(), 0o700)\nprint(os.listdir("."))`,
    output: "['d']",
  },
  {
    what: "zipfile and unpack_archive",
    program: `
import os, shutil
os.mkdir("d"); open("d/f", "w").write("x"); os.chmod("d/f", 0o640)
for kind in ("zip", "gztar"):
    shutil.unpack_archive(shutil.make_archive("a", kind, "d"), kind)
print(open("zip/f").read(), oct(os.stat("gztar/f").st_mode & 0o777))`,
    output: "x 0o640",
  },
  {
    what: "to change its own limits, priority and threads",
    program: `
import ctypes, os, resource, threading
resource.setrlimit(resource.RLIMIT_CPU, (5, 6)); os.nice(1); os.setpriority(os.PRIO_PROCESS, os.getpid(), os.nice(0))
os.sched_setaffinity(os.getpid(), os.sched_getaffinity(0))
library = ctypes.CDLL(None); library.pthread_self.restype = ctypes.c_ulong
mask = ctypes.c_ulonglong(1)
results = []
def bind(): results.append(library.pthread_setaffinity_np(ctypes.c_ulong(library.pthread_self()), 8, ctypes.byref(mask)))
thread = threading.Thread(target=bind); thread.start(); thread.join()
print(results)`,
    output: "[0]",
  },
  {
    what: "socket.getaddrinfo, if it may use the network,",
    program: `
import socket
found = socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
print(any(address[0] in ("127.0.0.1", "::1") for *_, address in found))`,
    output: "True",
    network: true,
  },
];

const multiprocessing = `
import multiprocessing
from multiprocessing import shared_memory
def square(n): return n * n
if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool: squares = pool.map(square, [1, 2, 3])
    queue = multiprocessing.Queue(); queue.put(42)
    memory = shared_memory.SharedMemory(create=True, size=16); memory.buf[0] = 7
    print(squares, queue.get(), memory.buf[0])
    memory.close(); memory.unlink()`;

const installWheel = `
import importlib.util, subprocess, sys, zipfile
if importlib.util.find_spec("pip") is None:
    print("no pip")
    sys.exit()
info = "wooeytest-1.0.dist-info/"
with zipfile.ZipFile("wooeytest-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("wooeytest.py", "text = 'installed'\\n")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: wooeytest\\nVersion: 1.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "wooeytest.py,,\\n" + "".join(info + name + ",,\\n" for name in ("METADATA", "WHEEL", "RECORD")))
command = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "install", "--no-index", "--no-deps", "--target", "target", "wooeytest-1.0-py3-none-any.whl"]
ended = subprocess.run(command, capture_output=True, text=True)
sys.path.insert(0, "target")
import wooeytest
print(wooeytest.text if ended.returncode == 0 else ended.stderr)`;

const computeWithNumpy = `
import importlib.util
if importlib.util.find_spec("numpy") is None: print("no numpy")
else:
    import numpy
    vector = numpy.arange(10.0)
    print(vector @ vector)`;
