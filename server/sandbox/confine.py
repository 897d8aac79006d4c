"""Launcher of isolation level 2: runs one command under Landlock, a seccomp filter and resource limits.

    python3 -I confine.py POLICY COMMAND...      POLICY is JSON, see `ConfinePolicy` in command.ts

It needs no privileges and no package. It stays as the parent of the command and as the "subreaper" of all that the
command starts (prctl(2)): daemons that leave their parents become its children, and it kills every one of them when
the command has ended. Exit code: the command's, 128 + N when signal N ended it, 125 when the machine cannot do it.
Where the policy names a user id (the server runs as root), the command runs under that id.
"""

import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

# landlock(7): rights on files, in the order of their bits
(EXECUTE, WRITE, READ, READ_DIR, REMOVE_DIR, REMOVE_FILE, MAKE_CHAR, MAKE_DIR,
 MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM, REFER, TRUNCATE, IOCTL) = (1 << bit for bit in range(16))
OF_FILES = EXECUTE | WRITE | READ | TRUNCATE | IOCTL


class CannotConfine(Exception):
    pass


def main():
    policy = json.loads(sys.argv[1])
    command = sys.argv[2:]
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    launcher = os.getpid()
    child = os.fork()
    if child == 0:
        run_confined(policy, command, launcher)
    status = wait_for(child)
    kill_the_rest()
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def run_confined(policy, command, launcher):
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        set_limits(policy["limits"])
        os.chdir(policy["cwd"])
        abi = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
        ruleset = make_ruleset(policy, abi)
        if policy["userId"] is not None:
            os.setgroups([])
            os.setresgid(*[policy["userId"]] * 3)
            os.setresuid(*[policy["userId"]] * 3)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a change of user id clears it
        if os.getppid() != launcher:
            os._exit(125)
        check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        check(libc.syscall(LANDLOCK_RESTRICT, ruleset, 0), "landlock_restrict_self")
        os.close(ruleset)
        program = policy["seccomp" if abi >= 6 else "seccompUnscoped"]
        if program:
            set_filter(bytes.fromhex(program))
    except (CannotConfine, OSError, ValueError) as error:
        sys.stderr.write("confine: %s\n" % error)
        sys.stderr.flush()
        os._exit(125)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write("%s: %s\n" % (command[0], error.strerror))
        sys.stderr.flush()
        os._exit(127)


def set_limits(limits):
    for name, value in limits.items():
        number = getattr(resource, "RLIMIT_" + name)
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        # One second more on the hard side: the soft limit's SIGXCPU tells why, SIGKILL would not.
        above = value + 1 if name == "CPU" and hard == resource.RLIM_INFINITY else value
        resource.setrlimit(number, (value, above))


def make_ruleset(policy, abi):
    if abi < 1:
        raise CannotConfine("this kernel has no Landlock")
    handled = MAKE_SYM * 2 - 1
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL)):
        handled |= right if abi >= since else 0
    network = 3 if abi >= 4 and not policy["network"] else 0
    scoped = 3 if abi >= 6 else 0  # signals and abstract Unix sockets stay inside
    attribute = struct.pack("QQQ", handled, network, scoped)[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    ruleset = libc.syscall(LANDLOCK_CREATE, attribute, len(attribute), 0)
    check(ruleset, "landlock_create_ruleset")
    for path in policy["readable"]:
        allow(ruleset, path, handled & (EXECUTE | READ | READ_DIR))
    for path in policy["writable"]:
        allow(ruleset, path, handled & ~(MAKE_CHAR | MAKE_BLOCK))
    terminal = [os.ttyname(1)] if os.isatty(1) else []  # where /dev/stdout leads to
    for path in policy["devices"] + terminal:
        allow(ruleset, path, handled & (READ | WRITE | TRUNCATE | IOCTL))
    return ruleset


def allow(ruleset, path, rights):
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= OF_FILES
    rule = struct.pack("=Qi", rights, opened)
    check(libc.syscall(LANDLOCK_ADD, ruleset, 1, rule, 0), "landlock_add_rule " + path)
    os.close(opened)


def set_filter(program):
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    check(libc.prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(header), 0, 0), "seccomp")


def check(result, what):
    if result < 0:
        raise CannotConfine("%s: %s" % (what, os.strerror(ctypes.get_errno())))


def wait_for(child):
    """Reaps every process that was left to us until the command itself has ended."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def kill_the_rest():
    """All descendants are ours in the end; new ones can only come from ones that are still to be killed."""
    deadline = time.monotonic() + 10
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


def descendants():
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(name))
            except (OSError, IndexError):
                pass
    found, queue = [], [os.getpid()]
    while queue:
        for pid in parents.get(queue.pop(), []):
            found.append(pid)
            queue.append(pid)
    return found


main()
