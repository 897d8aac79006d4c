"""Tries what a confined script must not be able to do, and says which of it succeeded.

    python3 -I probe.py TARGETS      TARGETS is JSON, see `ProbeTargets` in level.ts

It prints one JSON object: the name of each test, and whether the thing was refused.
"""

import ctypes
import json
import os
import socket
import sys

TIMEOUT_S = 0.5


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def write_outside(folder):
    with open(os.path.join(folder, "written-by-probe"), "w") as file:
        file.write("x")


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(TIMEOUT_S)
        client.connect(address)


def connect_abstract(name):
    """Node.js 20 fills the name up with zeros to the whole of sun_path (unix(7)); newer ones do not."""
    exact = b"\0" + name.encode()
    try:
        connect(socket.AF_UNIX, exact)
    except OSError:
        connect(socket.AF_UNIX, exact.ljust(108, b"\0"))


def send_datagram(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(TIMEOUT_S)
        client.sendto(b"ping", ("127.0.0.1", port))
        client.recv(16)


def make_user_namespace():
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def is_server(targets):
    """In a namespace of its own the same number may be another process."""
    try:
        with open("/proc/%d/stat" % targets["pid"], "rb") as file:
            return file.read().rpartition(b")")[2].split()[19].decode() == targets["pidStart"]
    except OSError:
        return True


def read_environment(targets):
    if is_server(targets):
        read("/proc/%d/environ" % targets["pid"])
    else:
        raise OSError("another process")


def send_signal(targets):
    if is_server(targets):
        os.kill(targets["pid"], 0)
    else:
        raise OSError("another process")


def refused(attempt, *args):
    try:
        attempt(*args)
    except (OSError, ValueError):
        return True
    return False


def main():
    targets = json.loads(sys.argv[1])
    results = {
        "readCanary": refused(read, targets["canary"]),
        "writeOutside": refused(write_outside, targets["folder"]),
        "tcp": refused(connect, socket.AF_INET, ("127.0.0.1", targets["tcpPort"])),
        "unixSocket": refused(connect, socket.AF_UNIX, targets["unixSocket"]),
        "abstractSocket": refused(connect_abstract, targets["abstractSocket"]),
        "udp": refused(send_datagram, targets["udpPort"]),
        "environ": refused(read_environment, targets),
        "signal": refused(send_signal, targets),
        "userNamespace": refused(make_user_namespace),
    }
    with open("inside", "w") as file:  # the working folder is writable, or nothing could run
        file.write("x")
    results["serverUser"] = os.getuid() == targets["userId"]
    print(json.dumps(results))


main()
