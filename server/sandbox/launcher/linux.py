"""Code that the parts of the launcher share: the C library, and how the launcher's processes end."""

import ctypes
import os
import sys
import time

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from typing import NoReturn

libc = ctypes.CDLL(None, use_errno=True)
EXIT_CANNOT_CONFINE = 125
KILL_TIMEOUT_S = 10
SIGKILL = 9


class CannotConfineError(Exception):
    """The machine lacks what the policy requires."""


def check(result: int, what: str) -> None:
    """Raises an error when a system call has failed."""
    if result < 0:
        raise CannotConfineError("%s: %s" % (what, os.strerror(ctypes.get_errno())))


def give_up(error: Exception) -> "NoReturn":
    sys.stderr.write("confine: %s\n" % error)
    sys.stderr.flush()
    os._exit(EXIT_CANNOT_CONFINE)


def exit_like(status: int) -> "NoReturn":
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def wait_for(child: int) -> int:
    """Reaps all adopted processes until the command itself has ended. Returns the status of the command."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def kill_descendants() -> None:
    """Kills all descendants. It repeats this, because those that are still alive can start new ones."""
    deadline = time.monotonic() + KILL_TIMEOUT_S
    while time.monotonic() < deadline:
        for pid in descendants():
            try:
                os.kill(pid, SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def descendants() -> "list[int]":
    """The ids of all descendants of this process."""
    children: "dict[int, list[int]]" = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(name))
            except (OSError, IndexError):
                pass
    found, queue = [], [os.getpid()]
    while queue:
        for pid in children.get(queue.pop(), []):
            found.append(pid)
            queue.append(pid)
    return found
