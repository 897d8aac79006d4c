"""The shim of a script that has a terminal: FOLDER KEEP LAST MARK FILTER OWNER COMMAND...

Does with one pseudo-terminal what shim.ts does with two pipes, by the same files in the run's folder: `started`,
`scope` (it is the script's parent itself), `stdout`, in a flood `stdout.end` and `stdout.rest`, and `exit`. The terminal
echoes nothing and changes no byte of what is printed. It belongs to the user id OWNER, or "" for one's own.

Nobody sits at it: who reads from it finds the end of the file, each time. A script that is given something at its
standard input has that there, and no controlling terminal: what asks for a password would look there first.
"""

import fcntl
import os
import select
import stat
import struct
import sys
import termios
import time

from pump import store

try:
    import _signal as signal  # without its enumerations, which take longer to load than all the rest
except ImportError:
    import signal

ROWS, COLUMNS = 24, 100
# A pager would wait for somebody.
ENVIRONMENT = {"TERM": "xterm-256color", "LINES": str(ROWS), "COLUMNS": str(COLUMNS), "PAGER": "cat"}
FILTER_FD = 8
END_OF_FILE = b"\x04"
BLOCK = 1 << 16
PAUSE_S = 0.001  # as pump.py does, shorter: a terminal holds little, and then holds the script back
ASK_S = 0.25
CANNOT = 125

# What a terminal sends to those at it, and what asks to end: neither is for us.
OTHERS_SIGNALS = (
    *(signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM),
    *(signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU),
)


def main():
    folder, keep, last, mark, filter_file, owner = sys.argv[1:7]
    for number in OTHERS_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    os.chdir(folder)
    if not write_started():
        return
    write("scope", "%d\n" % os.getpid())
    has_input = not stat.S_ISCHR(os.fstat(0).st_mode)  # nothing is /dev/null, a device
    try:
        master, slave = open_terminal(owner, not has_input)
    except OSError as error:
        write("stdout", "It was given no terminal: %s.\n" % error.strerror)
        write("exit", "%d\n" % CANNOT)
        return
    name, value = mark.split("=", 1)
    environment = {**os.environ, **ENVIRONMENT, name: value}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = os.fork()
    if child == 0:
        run(sys.argv[7:], environment, slave, has_input, filter_file)
    blocks = printed(master, slave, child, woken)
    try:
        store("stdout", int(keep), int(last), blocks)
    except OSError:  # a full disk: the script shall not wait for it
        for _ in blocks:
            pass


def write_started():
    """Whether this is the first shim of the run: a run starts at most once."""
    try:
        with open("/proc/self/stat", "rb") as file:
            line = file.read()
    except OSError:
        line = b"%d\n" % os.getpid()
    try:
        file = os.open("started", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except OSError:
        return False
    os.write(file, line)
    os.close(file)
    return True


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


def open_terminal(owner, is_controlling):
    master, slave = os.openpty()
    settings = termios.tcgetattr(slave)
    settings[1] &= ~termios.OPOST
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    if owner:
        os.fchown(slave, int(owner), -1)  # or /dev/stderr could not be opened
    if is_controlling:
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    os.set_blocking(master, False)
    return master, slave


def run(command, environment, slave, has_input, filter_file):
    """Becomes the command, a process group of its own in the terminal's foreground, as a shell would have it."""
    try:
        os.setpgid(0, 0)
        if not has_input:
            os.tcsetpgrp(slave, os.getpid())
            os.dup2(slave, 0)
        os.dup2(slave, 1)
        os.dup2(slave, 2)
        os.dup2(os.open(filter_file, os.O_RDONLY), FILTER_FD)
        for number in (*OTHERS_SIGNALS, signal.SIGPIPE, signal.SIGXFSZ):  # Python itself ignores the last two
            signal.signal(number, signal.SIG_DFL)
        os.chdir("work")
        os.execvpe(command[0], command, environment)
    except OSError as error:
        os.write(2, b"%s: %s\n" % (os.fsencode(command[0]), error.strerror.encode()))
    finally:
        os._exit(127)


def printed(master, slave, child, woken):
    """What comes out of the terminal until nobody has it open any more. The exit code is written when there is one."""
    asked_at = 0.0
    is_open = True
    while is_open:
        # Ours stays open as long as the script runs: a terminal that nobody has open for a moment looks like the end.
        is_running = slave is not None
        if is_running and time.monotonic() - asked_at >= ASK_S:
            asked_at = time.monotonic()
            if not select.select([slave], [], [], 0)[0]:  # the last one was read, or thrown away
                os.write(master, END_OF_FILE)
        ready = select.select([master, woken], [], [], ASK_S if is_running else None)[0]
        if is_running and woken in ready:
            os.read(woken, BLOCK)
            if write_exit(child, os.WNOHANG):
                os.close(slave)
                slave = None
        data, is_open = drain(master)
        if data:
            yield data
            if len(data) < BLOCK // 4:
                time.sleep(PAUSE_S)
    if slave is not None:
        write_exit(child, 0)  # the terminal was hung up, and the script goes on without


def write_exit(child, options):
    """Answers whether the script has ended."""
    pid, status = os.waitpid(child, options)
    if pid == 0:
        return False
    write("exit", "%d\n" % (128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)))
    return True


def drain(master):
    """What is there by now, about a megabyte at most, and whether there may be more."""
    parts, size = [], 0
    while size < 16 * BLOCK:
        try:
            part = os.read(master, BLOCK)
        except BlockingIOError:
            return b"".join(parts), True
        except OSError:  # EIO: nobody has it open any more
            part = b""
        if not part:
            return b"".join(parts), False
        parts.append(part)
        size += len(part)
    return b"".join(parts), True
