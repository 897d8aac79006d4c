"""The launcher of isolation level 2: runs a command under Landlock, a seccomp filter and resource limits.

    python3 -I confine.py POLICY COMMAND...      POLICY is JSON, see `ConfinePolicy` in command.ts

It needs no privileges and no packages. It remains the parent of the command and is the "subreaper" of everything that
the command starts (prctl(2)): daemons that leave their parents become its children, and it kills all of them when the
command has ended. It exits with the exit code of the command, with 128 + N when signal N ended the command, and with
125 when the machine cannot confine it. If the policy contains a user id (the server runs as root), the command runs
under that id.
"""

import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from typing import Any, NoReturn

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

# The access rights of landlock(7). Those that are not used by name, from REMOVE_DIR to MAKE_SYM, are in BASIC_RIGHTS.
EXECUTE, WRITE, READ, READ_DIR = (1 << bit for bit in range(4))
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
BASIC_RIGHTS = (1 << 13) - 1
FILE_RIGHTS = EXECUTE | WRITE | READ | TRUNCATE | IOCTL

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
EXIT_CANNOT_CONFINE = 125
EXIT_NOT_FOUND = 127
KILL_TIMEOUT_S = 10


class CannotConfineError(Exception):
    """The machine lacks what the policy requires."""


def main() -> "NoReturn":
    policy = json.loads(sys.argv[1])
    command = sys.argv[2:]
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    launcher = os.getpid()
    child = os.fork()
    if child == 0:
        run_confined(policy, command, launcher)
    status = wait_for(child)
    kill_descendants()
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def run_confined(policy: "dict[str, Any]", command: "list[str]", launcher: int) -> "NoReturn":
    """Confines this process and replaces it by the command."""
    try:
        for number in (*STOP_SIGNALS, signal.SIGPIPE, signal.SIGXFSZ):  # Python itself ignores the last two.
            signal.signal(number, signal.SIG_DFL)
        set_limits(policy["limits"])
        os.chdir(policy["cwd"])
        abi = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
        ruleset = make_ruleset(policy, abi)
        if policy["userId"] is not None:
            os.setgroups([])
            os.setresgid(*[policy["userId"]] * 3)
            os.setresuid(*[policy["userId"]] * 3)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # A change of the user id clears it.
        if os.getppid() != launcher:
            os._exit(EXIT_CANNOT_CONFINE)
        check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        check(libc.syscall(LANDLOCK_RESTRICT, ruleset, 0), "landlock_restrict_self")
        os.close(ruleset)
        program = policy["seccomp" if abi >= 6 else "seccompUnscoped"]
        if program:
            set_filter(bytes.fromhex(program))
    except (CannotConfineError, OSError, ValueError) as error:
        sys.stderr.write("confine: %s\n" % error)
        sys.stderr.flush()
        os._exit(EXIT_CANNOT_CONFINE)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write("%s: %s\n" % (command[0], error.strerror))
        sys.stderr.flush()
        os._exit(EXIT_NOT_FOUND)


def set_limits(limits: "dict[str, int]") -> None:
    """Sets the resource limits, by the names of RLIMIT_*."""
    for name, value in limits.items():
        number = getattr(resource, "RLIMIT_" + name)
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        # The hard limit is one second higher: SIGXCPU, the signal of the soft limit, shows the reason.
        new_hard = value + 1 if name == "CPU" and hard == resource.RLIM_INFINITY else value
        resource.setrlimit(number, (value, new_hard))


def make_ruleset(policy: "dict[str, Any]", abi: int) -> int:
    """Creates the Landlock ruleset of the policy, as well as this version of Landlock can. Returns its descriptor."""
    if abi < 1:
        raise CannotConfineError("this kernel has no Landlock")
    handled = BASIC_RIGHTS
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL)):
        handled |= right if abi >= since else 0
    network = 3 if abi >= 4 and not policy["network"] else 0
    scoped = 3 if abi >= 6 else 0  # No signals and no abstract Unix sockets to the outside.
    fields = 3 if abi >= 6 else 2 if abi >= 4 else 1
    attribute = struct.pack("QQQ", handled, network, scoped)[: 8 * fields]
    ruleset: int = libc.syscall(LANDLOCK_CREATE, attribute, len(attribute), 0)
    check(ruleset, "landlock_create_ruleset")
    for path in policy["readable"]:
        allow(ruleset, path, handled & (EXECUTE | READ | READ_DIR))
    for path in policy["writable"]:
        allow(ruleset, path, handled & ~(MAKE_CHAR | MAKE_BLOCK))
    terminal = [os.ttyname(1)] if os.isatty(1) else []  # The target of /dev/stdout.
    for path in policy["devices"] + terminal:
        allow(ruleset, path, handled & (READ | WRITE | TRUNCATE | IOCTL))
    return ruleset


def allow(ruleset: int, path: str, rights: int) -> None:
    """Allows access to a path and everything in it. Does nothing when the path does not exist."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= FILE_RIGHTS
    rule = struct.pack("=Qi", rights, opened)
    check(libc.syscall(LANDLOCK_ADD, ruleset, 1, rule, 0), "landlock_add_rule " + path)
    os.close(opened)


def set_filter(program: bytes) -> None:
    """Applies a seccomp filter to this process."""
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    check(libc.prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(header), 0, 0), "seccomp")


def check(result: int, what: str) -> None:
    """Raises an error when a system call has failed."""
    if result < 0:
        raise CannotConfineError("%s: %s" % (what, os.strerror(ctypes.get_errno())))


def wait_for(child: int) -> int:
    """Reaps all adopted processes until the command itself has ended. Returns the status of the command."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def kill_descendants() -> None:
    """Kills all descendants. New ones can only be started by descendants that are not killed yet."""
    deadline = time.monotonic() + KILL_TIMEOUT_S
    while time.monotonic() < deadline:
        for pid in descendants():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def descendants() -> "list[int]":
    """The ids of all processes below this one."""
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


main()
