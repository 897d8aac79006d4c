"""Ends the script of a run whose lease is over: python3 -I -S fence.py FOLDER

A worker renews the lease of its runs while it reaches the database. If it does not, workers of other places start the
script again, so it must have ended here before that. The shim of the script starts this program, because the worker may
be gone or stopped. It creates the file `fenced`, from which a worker later learns why the script has ended.
"""

import json
import os
import signal
import sys
import time

GIVE_UP_S = 5
PAUSE_S = 0.01


def end_run(folder: str) -> None:
    """Kills all processes of the run until none is left, for a few seconds at most."""
    with open(os.path.join(folder, "fenced"), "w"):
        pass
    with open(os.path.join(folder, "run.json")) as file:
        record = json.load(file)
    deadline = time.monotonic() + GIVE_UP_S
    while time.monotonic() < deadline:
        kill_group(record.get("group"))
        found = processes_of(record, read_scope(folder))
        for pid in found:
            kill(pid)
        if not found:
            return
        time.sleep(PAUSE_S)


def read_scope(folder: str) -> int:
    """The process whose descendants belong to the run; 0 if it has not been started, or has ended."""
    if os.path.exists(os.path.join(folder, "exit")):
        return 0
    try:
        with open(os.path.join(folder, "scope")) as file:
            return int(file.read() or 0)
    except OSError:
        return 0


def processes_of(record: "dict[str, object]", scope: int) -> "set[int]":
    """The live processes of the run. As in kill.ts, its own user id or its mark finds those that left the tree."""
    parents, found = {}, set()
    mark = os.fsencode(str(record["mark"])) + b"\0"
    user_id = record["userId"]
    for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
        try:
            with open("/proc/%d/stat" % pid, "rb") as file:
                fields = file.read().rpartition(b") ")[2].split()
            if fields[0] in b"ZX":
                continue
            parents[pid] = int(fields[1])
            if (os.stat("/proc/%d" % pid).st_uid == user_id) if user_id is not None else has_mark(pid, mark):
                found.add(pid)
        except OSError:
            continue  # It has ended.
    found.update(pid for pid in parents if is_below(pid, scope, parents))
    return found - {os.getpid()}


def has_mark(pid: int, mark: bytes) -> bool:
    with open("/proc/%d/environ" % pid, "rb") as file:
        return mark in file.read()


def is_below(pid: int, root: int, parents: "dict[int, int]") -> bool:
    pid = parents.get(pid, 0)
    while pid > 1 and pid != root:
        pid = parents.get(pid, 0)
    return pid > 1 and pid == root


def kill_group(group: object) -> None:
    """Kills all processes of a control group at once (since Linux 5.14)."""
    try:
        with open(os.path.join(str(group), "cgroup.kill"), "w") as file:
            file.write("1")
    except OSError:
        pass  # It has no group, or the kernel is older: its processes are found by what marks them.


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    end_run(sys.argv[1])
