"""Tries what a confined script must not be able to do, and prints which attempts were refused.

    python3 -I probe.py TARGETS      TARGETS is JSON, see `ProbeTargets` in level.ts

It prints one JSON object with the name of each test, and whether the attempt was refused.
"""

import ctypes
import json
import os
import socket
import sys

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TIMEOUT_S = 0.5
CLONE_NEWUSER = 0x10000000
SUN_PATH_BYTES = 108  # unix(7)


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
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def is_server(targets: "dict[str, Any]") -> bool:
    """Whether the process id belongs to the server. In another namespace it may belong to another process."""
    try:
        with open("/proc/%d/stat" % targets["pid"], "rb") as file:
            start: str = file.read().rpartition(b")")[2].split()[19].decode()
            return start == str(targets["pidStart"])
    except OSError:
        return True


def read_environment(targets: "dict[str, Any]") -> None:
    if is_server(targets):
        read_file("/proc/%d/environ" % targets["pid"])
    else:
        raise OSError("another process")


def send_signal(targets: "dict[str, Any]") -> None:
    if is_server(targets):
        os.kill(targets["pid"], 0)
    else:
        raise OSError("another process")


def is_refused(attempt: "Callable[..., None]", *args: object) -> bool:
    try:
        attempt(*args)
    except (OSError, ValueError):
        return True
    return False


def main() -> None:
    targets = json.loads(sys.argv[1])
    results = {
        "readCanary": is_refused(read_file, targets["canary"]),
        "writeOutside": is_refused(write_outside, targets["folder"]),
        "tcp": is_refused(connect, socket.AF_INET, ("127.0.0.1", targets["tcpPort"])),
        "unixSocket": is_refused(connect, socket.AF_UNIX, targets["unixSocket"]),
        "abstractSocket": is_refused(connect_abstract, targets["abstractSocket"]),
        "udp": is_refused(send_datagram, targets["udpPort"]),
        "environ": is_refused(read_environment, targets),
        "signal": is_refused(send_signal, targets),
        "userNamespace": is_refused(create_user_namespace),
    }
    with open("inside", "w") as file:  # The working directory must be writable, or nothing could run.
        file.write("x")
    results["serverUser"] = os.getuid() == targets["userId"]
    print(json.dumps(results))


main()
