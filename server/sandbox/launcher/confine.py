"""The launcher of isolation level 2: runs a command under Landlock, a seccomp filter and resource limits.

    python3 -I -c "…; confine.main()" POLICY COMMAND...      POLICY is JSON, see `landlock` in command.ts

It needs no privileges and no packages. Landlock has no rules for modes, owners, times and attributes of files, nor for
system calls that name a process. The policy chooses one of two ways to protect these:

- "namespaces": the command gets its own namespaces for mounts, processes and IPC, and as an ordinary user one for
  users. Everything except its writable folders is read-only. When its first process ends, the kernel kills all others.
- "supervisor": a filter passes these calls to supervisor.py. The launcher is the "subreaper" of everything that the
  command starts (prctl(2)): daemons that leave their parents become its children, and it kills all of them at the end.

It exits with the exit code of the command, with 128 + N when signal N ended the command, and with 125 when the machine
cannot confine it. If the policy contains a user id (the server runs as root), the command runs under that id.
"""

import ctypes
import os
import resource
import struct
import sys

from linux import (
    EXIT_CANNOT_CONFINE,
    SIGKILL,
    CannotConfineError,
    check,
    exit_like,
    give_up,
    kill_descendants,
    libc,
    wait_for,
)
from namespaces import enter_namespaces, make_view

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from typing import Any, NoReturn

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
SECCOMP = {"x86_64": 317, "aarch64": 277}
SECCOMP_SET_MODE_FILTER, SECCOMP_NEW_LISTENER, SECCOMP_WAIT_KILLABLE = 1, 1 << 3, 1 << 5
SOL_SOCKET, SCM_RIGHTS = 1, 1
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

# The access rights of landlock(7). BASIC_RIGHTS contains those that are not used by name, from REMOVE_DIR to MAKE_SYM.
EXECUTE, WRITE, READ, READ_DIR = (1 << bit for bit in range(4))
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
BASIC_RIGHTS = (1 << 13) - 1
FILE_RIGHTS = EXECUTE | WRITE | READ | TRUNCATE | IOCTL

# The modules `signal` and `json` would take as long as everything else together.
SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGXFSZ, SIG_DFL, SIG_IGN = 1, 2, 13, 15, 25, 0, 1
STOP_SIGNALS = (SIGTERM, SIGINT, SIGHUP)
EXIT_NOT_FOUND = 127
ANSWER_FD = 3  # See `execute.ts`.


def main() -> "NoReturn":
    policy = read_policy(sys.argv[1])
    command = sys.argv[2:]
    close_inherited()
    for number in STOP_SIGNALS:
        set_disposition(number, SIG_IGN)
    if policy["confinement"] == "namespaces":
        run_in_namespaces(policy, command)
    run_supervised(policy, command)


def read_policy(text: str) -> "dict[str, Any]":
    """Reads JSON with the scanner that the module `json` uses internally."""
    try:
        from _json import make_scanner

        policy: "dict[str, Any]" = make_scanner(JsonOptions)(text, 0)[0]  # type: ignore[arg-type]
    except (ImportError, AttributeError):  # This Python is not CPython, or is a future version.
        import json

        policy = json.loads(text)
    return policy


class JsonOptions:
    """The options of the scanner, as `json.JSONDecoder` has them."""

    strict, memo = True, {}  # type: ignore[var-annotated]
    object_hook, object_pairs_hook, array_hook, parse_constant = None, None, None, None
    parse_float, parse_int = float, int


def set_disposition(number: int, disposition: int) -> None:
    libc.signal(number, ctypes.c_void_p(disposition))


def close_inherited() -> None:
    """Closes all descriptors that the command must not inherit: it could change files through them."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > ANSWER_FD:
            try:
                os.close(int(name))
            except OSError:
                pass  # It was the descriptor of the listing itself.


def run_in_namespaces(policy: "dict[str, Any]", command: "list[str]") -> "NoReturn":
    """Runs the command with its own view of files and processes. The kernel kills everything in it at the end."""
    try:
        enter_namespaces(policy["userId"] is None)
    except (CannotConfineError, OSError) as error:
        give_up(error)
    alive, kept_open = os.pipe()  # The child sees the end of this process at the read end.
    child = os.fork()
    if child == 0:
        os.close(kept_open)
        run_first_process(policy, command, alive)
    os.close(alive)
    exit_like(wait_for(child))


def run_first_process(policy: "dict[str, Any]", command: "list[str]", alive: int) -> "NoReturn":
    """The first process of the namespace: prepares the view, starts the command and reaps orphaned processes."""
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    os.set_blocking(alive, False)
    try:
        os.read(alive, 1)
        os._exit(EXIT_CANNOT_CONFINE)  # The launcher ended before this process could be bound to it.
    except BlockingIOError:
        pass
    try:
        make_view(policy)
    except (CannotConfineError, OSError) as error:
        give_up(error)
    first = os.getpid()
    child = os.fork()
    if child == 0:
        run_confined({**policy, "parent": first}, command)
    exit_like(wait_for(child))


def run_supervised(policy: "dict[str, Any]", command: "list[str]") -> "NoReturn":
    """Runs the command among all other processes. A supervisor decides about system calls that concern them."""
    import _socket  # The module `socket` would take longer.

    import supervisor

    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    parent = os.getpid()
    ours, theirs = _socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        run_confined({**policy, "parent": parent}, command, theirs)
    theirs.close()
    message, ancillary, _, _ = ours.recvmsg(1, 64)
    ours.close()
    if message:
        listener = struct.unpack("i", ancillary[0][2])[0]
        status = supervisor.supervise(listener, child, policy["writable"])
    else:
        status = wait_for(child)
    kill_descendants()
    exit_like(status)


def run_confined(policy: "dict[str, Any]", command: "list[str]", supervisor: "Any" = None) -> "NoReturn":
    """Confines this process and replaces it with the command. The process `parent` of the policy waits for it."""
    try:
        for number in (*STOP_SIGNALS, SIGPIPE, SIGXFSZ):  # Python ignores the last two by default.
            set_disposition(number, SIG_DFL)
        set_limits(policy["limits"])
        os.chdir(policy["cwd"])
        abi = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
        ruleset = make_ruleset(policy, abi)
        if policy["userId"] is not None:
            os.setgroups([])
            os.setresgid(*[policy["userId"]] * 3)
            os.setresuid(*[policy["userId"]] * 3)
        libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)  # A change of the user id clears it.
        if os.getppid() != policy["parent"]:
            os._exit(EXIT_CANNOT_CONFINE)
        check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        check(libc.syscall(LANDLOCK_RESTRICT, ruleset, 0), "landlock_restrict_self")
        os.close(ruleset)
        program = policy["seccomp" if abi >= 6 else "seccompUnscoped"]
        if program:
            set_filter(bytes.fromhex(program), supervisor)
    except (CannotConfineError, OSError, ValueError) as error:
        give_up(error)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write("%s: %s\n" % (command[0], error.strerror))
        sys.stderr.flush()
        os._exit(EXIT_NOT_FOUND)


def set_limits(limits: "dict[str, int]") -> None:
    """Sets the resource limits. Their names are those of RLIMIT_*."""
    for name, value in limits.items():
        number = getattr(resource, "RLIMIT_" + name)
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        # The hard limit is one second higher, so that SIGXCPU, the signal of the soft limit, shows the reason.
        new_hard = value + 1 if name == "CPU" and hard == resource.RLIM_INFINITY else value
        resource.setrlimit(number, (value, new_hard))


def make_ruleset(policy: "dict[str, Any]", abi: int) -> int:
    """Creates the policy's Landlock ruleset, as far as this version of Landlock supports it. Returns its descriptor."""
    if abi < 1:
        raise CannotConfineError("this kernel has no Landlock")
    handled = BASIC_RIGHTS
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL)):
        handled |= right if abi >= since else 0
    network = 3 if abi >= 4 and not policy["network"] else 0
    scoped = 3 if abi >= 6 else 0  # Allow no signals and no abstract Unix sockets to the outside.
    fields = 3 if abi >= 6 else 2 if abi >= 4 else 1
    attribute = struct.pack("QQQ", handled, network, scoped)[: 8 * fields]
    ruleset: int = libc.syscall(LANDLOCK_CREATE, attribute, len(attribute), 0)
    check(ruleset, "landlock_create_ruleset")
    for path in policy["readable"]:
        allow(ruleset, path, handled & (EXECUTE | READ | READ_DIR))
    shared = ["/dev/shm"] if policy["sharedMemoryBytes"] else []
    for path in policy["writable"] + shared:
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


def set_filter(program: bytes, supervisor: "Any") -> None:
    """Applies a seccomp filter to this process, and sends the descriptor of its notifications to the supervisor."""
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    flags = SECCOMP_NEW_LISTENER | SECCOMP_WAIT_KILLABLE if supervisor else 0
    number = SECCOMP[os.uname().machine]
    listener = libc.syscall(number, SECCOMP_SET_MODE_FILTER, flags, header)
    check(listener, "seccomp")
    if supervisor:
        supervisor.sendmsg([b"x"], [(SOL_SOCKET, SCM_RIGHTS, struct.pack("i", listener))])
        supervisor.close()
        os.close(listener)
