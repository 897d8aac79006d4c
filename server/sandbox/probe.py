"""Attempts things that a confined script must not be able to do, and prints which attempts were refused.

    python3 -I probe.py TARGETS      TARGETS is JSON, see `ProbeTargets` in decoys.ts

It prints one JSON object: the name of each test, and whether the attempt was refused. All attempts target files,
sockets and a process that were created for this purpose.
"""

import ctypes
import json
import os
import resource
import socket
import struct
import sys

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TIMEOUT_S = 0.5
CLONE_NEWUSER = 0x10000000
SUN_PATH_BYTES = 108  # unix(7)
AF_VSOCK = 40
IOPRIO_WHO_PROCESS, IOPRIO_BEST_EFFORT = 1, 2 << 13 | 4
KEY_SPEC_PROCESS_KEYRING, IPC_CREAT, IPC_RMID = -2, 0o1000, 0
UFFD_USER_MODE_ONLY = 1
# Calls without a function in the C library: [x86_64, aarch64].
NUMBERS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "ioprio_set": (251, 30),
    "perf_event_open": (298, 241),
    "pidfd_open": (434, 434),
    "userfaultfd": (323, 282),
}

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *args: object) -> int:
    """Makes a system call. @raises OSError"""
    number = NUMBERS[name][("x86_64", "aarch64").index(os.uname().machine)]
    return checked(libc.syscall(number, *args), name)


def checked(result: int, name: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def read_file(path: str) -> None:
    with open(path, "rb") as file:
        file.read(1)


def write_outside(folder: str) -> None:
    with open(os.path.join(folder, "written-by-probe"), "w") as file:
        file.write("x")


def connect(family: int, address: "Any") -> None:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(TIMEOUT_S)
        client.connect(address)


def connect_abstract(name: str) -> None:
    """Connects to an abstract socket. Node.js 20 pads its name with zeros, newer versions do not."""
    exact = b"\0" + name.encode()
    try:
        connect(socket.AF_UNIX, exact)
    except OSError:
        connect(socket.AF_UNIX, exact.ljust(SUN_PATH_BYTES, b"\0"))


def send_datagram(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(TIMEOUT_S)
        client.sendto(b"ping", ("127.0.0.1", port))
        client.recv(16)


def create_user_namespace() -> None:
    checked(libc.unshare(CLONE_NEWUSER), "unshare")


def change_mode(path: str) -> None:
    os.chmod(path, os.stat(path).st_mode & 0o7777)


def change_attribute(path: str) -> None:
    os.setxattr(path, "user.probe", b"x")


def add_key() -> None:
    call("add_key", b"user", b"probe", b"x", ctypes.c_size_t(1), KEY_SPEC_PROCESS_KEYRING)


def count_events() -> None:
    software_dummy = struct.pack("IIQQQQQ", 1, 128, 9, 0, 0, 0, 1 << 5 | 1 << 6).ljust(128, b"\0")
    os.close(call("perf_event_open", software_dummy, 0, -1, -1, ctypes.c_long(0)))


def make_bpf_map() -> None:
    array_of_one = struct.pack("IIII", 2, 4, 4, 1).ljust(72, b"\0")
    os.close(call("bpf", 0, array_of_one, 72))


def handle_page_faults() -> None:
    os.close(call("userfaultfd", UFFD_USER_MODE_ONLY))


def create_io_uring() -> None:
    os.close(call("io_uring_setup", 1, ctypes.create_string_buffer(120)))


def share_memory() -> None:
    segment = checked(libc.shmget(0, 4096, IPC_CREAT | 0o600), "shmget")
    libc.shmctl(segment, IPC_RMID, None)


class Decoy:
    """The target process of the attempts. In another namespace, its id may belong to another process."""

    def __init__(self, targets: "dict[str, Any]") -> None:
        self.pid: int = targets["pid"]
        self.start = str(targets["pidStart"])

    def require(self) -> int:
        """@raises OSError when the id belongs to another process."""
        try:
            with open("/proc/%d/stat" % self.pid, "rb") as file:
                start = file.read().rpartition(b")")[2].split()[19].decode()
        except OSError:
            return self.pid
        if start != self.start:
            raise OSError("another process")
        return self.pid

    def read_environment(self) -> None:
        read_file("/proc/%d/environ" % self.require())

    def send_signal(self) -> None:
        os.kill(self.require(), 0)

    def limit(self) -> None:
        resource.prlimit(self.require(), resource.RLIMIT_CORE, (0, 0))

    def slow_down(self) -> None:
        pid = self.require()
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid))

    def bind(self) -> None:
        os.sched_setaffinity(self.require(), os.sched_getaffinity(0))

    def schedule(self) -> None:
        os.sched_setscheduler(self.require(), os.SCHED_OTHER, os.sched_param(0))

    def slow_disk_down(self) -> None:
        call("ioprio_set", IOPRIO_WHO_PROCESS, self.require(), IOPRIO_BEST_EFFORT)

    def open(self) -> None:
        os.close(call("pidfd_open", self.require(), 0))


def is_refused(attempt: "Callable[..., object]", *args: object) -> bool:
    try:
        attempt(*args)
    except (OSError, ValueError):
        return True
    return False


def main() -> None:
    targets = json.loads(sys.argv[1])
    decoy = Decoy(targets)
    files = targets["files"]

    def refused_for_all(attempt: "Callable[..., object]", *args: object) -> bool:
        return all(is_refused(attempt, file, *args) for file in files)

    results = {
        "readPrivate": is_refused(read_file, targets["privateFile"]),
        "readCanary": is_refused(read_file, targets["canary"]),
        "writeOutside": is_refused(write_outside, targets["folder"]),
        "mode": refused_for_all(change_mode),
        "owner": refused_for_all(os.chown, targets["userId"], -1),
        "times": refused_for_all(os.utime),
        "attribute": refused_for_all(change_attribute),
        "link": is_refused(os.link, targets["canary"], "linked"),
        "tcp": is_refused(connect, socket.AF_INET, ("127.0.0.1", targets["tcpPort"])),
        "unixSocket": is_refused(connect, socket.AF_UNIX, targets["unixSocket"]),
        "abstractSocket": is_refused(connect_abstract, targets["abstractSocket"]),
        "udp": is_refused(send_datagram, targets["udpPort"]),
        "vsock": is_refused(lambda: socket.socket(AF_VSOCK, socket.SOCK_STREAM).close()),
        "environ": is_refused(decoy.read_environment),
        "signal": is_refused(decoy.send_signal),
        "limits": is_refused(decoy.limit),
        "priority": is_refused(decoy.slow_down),
        "affinity": is_refused(decoy.bind),
        "scheduler": is_refused(decoy.schedule),
        "diskPriority": is_refused(decoy.slow_disk_down),
        "pidfd": is_refused(decoy.open),
        "keyring": is_refused(add_key),
        "performance": is_refused(count_events),
        "bpf": is_refused(make_bpf_map),
        "userfaultfd": is_refused(handle_page_faults),
        "ioUring": is_refused(create_io_uring),
        "sharedMemory": is_refused(share_memory),
        "userNamespace": is_refused(create_user_namespace),
    }
    with open("inside", "w") as file:  # The working directory must be writable, otherwise nothing could run.
        file.write("x")
    os.chmod("inside", 0o600)
    os.utime("inside")
    results["serverUser"] = os.getuid() == targets["userId"]
    print(json.dumps(results))


main()
