"""The shim of a script with a terminal: FOLDER KEEP LAST MARK FILTER CHECK OWNER COMMAND...

It uses one pseudo-terminal where the shim in shim.ts uses two pipes, and writes the same files into the run folder:
`started`, `scope` (this process is the script's parent), `stdout`, `stdout.end` and `stdout.rest` for a long output,
and `exit`. The terminal does not echo and does not change what is printed. It belongs to the user id OWNER, or to the
user of this process if OWNER is "". Every CHECK seconds it compares the file `lease` with the uptime, as the other shim
does.

Nobody types into the terminal: every read from it returns the end of the file. A script that receives input finds it at
its standard input and has no controlling terminal, because programs that ask for a password would read the controlling
terminal first.
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

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator
else:
    try:
        import _signal as signal  # The module `signal` adds enumerations that take longer to load than everything else.
    except ImportError:
        import signal

ROWS, COLUMNS = 24, 100
# Otherwise a pager would wait for a key.
ENVIRONMENT = {"TERM": "xterm-256color", "LINES": str(ROWS), "COLUMNS": str(COLUMNS), "PAGER": "cat"}
FILTER_FD = 8
END_OF_FILE = b"\x04"
BLOCK_BYTES = 1 << 16
DRAIN_BYTES_MAX = 16 * BLOCK_BYTES
PAUSE_S = 0.001  # As in pump.py, but shorter: a terminal buffers little and then blocks the script.
END_OF_FILE_INTERVAL_S = 0.25
EXIT_NO_TERMINAL = 125
EXIT_NOT_FOUND = 127

# The signals that a terminal sends to its processes, and SIGTERM. The shim ignores all of them.
IGNORED_SIGNALS = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGTTOU,
)


def main() -> None:
    folder, keep_bytes, last_bytes, mark, filter_file, check_seconds, owner = sys.argv[1:8]
    for number in IGNORED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    os.chdir(folder)
    if lease_is_over():
        write_file("fenced", "")
        return
    if not create_started():
        return
    write_file("scope", "%d\n" % os.getpid())
    has_input = not stat.S_ISCHR(os.fstat(0).st_mode)  # If there is no input, it is /dev/null, which is a device.
    try:
        terminal, script_side = open_terminal(owner, is_controlling=not has_input)
    except OSError as error:
        write_file("stdout", "No terminal could be opened: %s.\n" % error.strerror)
        write_file("exit", "%d\n" % EXIT_NO_TERMINAL)
        return
    name, value = mark.split("=", 1)
    environment = {**os.environ, **ENVIRONMENT, name: value}
    child_signals, wakeup_fd = os.pipe()
    os.set_blocking(wakeup_fd, False)
    signal.set_wakeup_fd(wakeup_fd)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = os.fork()
    if child == 0:
        controlling_terminal = None if has_input else script_side
        run_command(
            sys.argv[8:],
            environment,
            output=script_side,
            controlling_terminal=controlling_terminal,
            filter_file=filter_file,
        )
    next_check = guard(int(check_seconds))
    chunks = read_output(terminal, script_side, child=child, child_signals=child_signals, next_check=next_check)
    try:
        store("stdout", chunks, keep_bytes=int(keep_bytes), last_bytes=int(last_bytes))
    except OSError:  # The disk is full. The script must not be blocked.
        for _ in chunks:
            pass


def lease_is_over() -> bool:
    """Whether the uptime has reached the one that the worker has written into the file `lease`."""
    try:
        with open("lease") as lease, open("/proc/uptime") as uptime:
            return float(uptime.read().split()[0]) >= int(lease.read())
    except (OSError, ValueError):
        return False


def guard(check_seconds: int) -> "Iterator[None]":
    """Each step checks the lease if it is time, and ends the script when the lease is over."""
    checked_at = time.monotonic()
    while True:
        if time.monotonic() - checked_at >= check_seconds:
            checked_at = time.monotonic()
            if lease_is_over():
                from fence import end_run  # Rarely needed, so it is not loaded before.

                end_run(".")
        yield


def create_started() -> bool:
    """Records this process in the file `started`. False if another shim has done so: a run is started at most once."""
    try:
        with open("/proc/self/stat", "rb") as file:
            line = file.read()
    except OSError:
        line = b"%d\n" % os.getpid()
    try:
        started = os.open("started", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except OSError:
        return False
    os.write(started, line)
    os.close(started)
    return True


def write_file(name: str, text: str) -> None:
    with open(name, "w") as file:
        file.write(text)


def open_terminal(owner: str, is_controlling: bool) -> "tuple[int, int]":
    """Opens a pseudo-terminal. Returns this process's side and the script's side of it."""
    terminal, script_side = os.openpty()
    settings = termios.tcgetattr(script_side)
    settings[1] &= ~termios.OPOST
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(script_side, termios.TCSANOW, settings)
    fcntl.ioctl(script_side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    if owner:
        os.fchown(script_side, int(owner), -1)  # Otherwise the script could not open /dev/stderr.
    if is_controlling:
        fcntl.ioctl(script_side, termios.TIOCSCTTY, 0)
    os.set_blocking(terminal, False)
    return terminal, script_side


def run_command(
    command: "list[str]",
    environment: "dict[str, str]",
    *,
    output: int,
    controlling_terminal: "int | None",
    filter_file: str,
) -> None:
    """Replaces this process with the command, in a new foreground process group, as a shell does."""
    try:
        os.setpgid(0, 0)
        if controlling_terminal is not None:
            os.tcsetpgrp(controlling_terminal, os.getpid())
            os.dup2(controlling_terminal, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.dup2(os.open(filter_file, os.O_RDONLY), FILTER_FD)
        for number in (*IGNORED_SIGNALS, signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores the last two by default.
            signal.signal(number, signal.SIG_DFL)
        os.chdir("work")
        os.execvpe(command[0], command, environment)
    except OSError as error:
        os.write(2, b"%s: %s\n" % (os.fsencode(command[0]), os.strerror(error.errno or 0).encode()))
    finally:
        os._exit(EXIT_NOT_FOUND)


def read_output(
    terminal: int, script_side: int, *, child: int, child_signals: int, next_check: "Iterator[None]"
) -> "Iterator[bytes]":
    """Yields the terminal's output until no process has the terminal open. Records the exit code of the child.

    This process keeps the script's side open while the child runs. Otherwise, a moment in which no process has the
    terminal open would look like the end.
    """
    end_sent_at = 0.0
    is_running = True
    is_open = True
    while is_open:
        next(next_check)
        if is_running and time.monotonic() - end_sent_at >= END_OF_FILE_INTERVAL_S:
            end_sent_at = time.monotonic()
            if not select.select([script_side], [], [], 0)[0]:  # The last end of file was read or discarded.
                os.write(terminal, END_OF_FILE)
        ready = select.select([terminal, child_signals], [], [], END_OF_FILE_INTERVAL_S)[0]
        if is_running and child_signals in ready:
            os.read(child_signals, BLOCK_BYTES)
            if record_exit(child, os.WNOHANG):
                os.close(script_side)
                is_running = False
        data, is_open = drain(terminal)
        if data:
            yield data
            if len(data) < BLOCK_BYTES // 4:
                time.sleep(PAUSE_S)
    if is_running:
        record_exit(child, 0)  # The terminal was hung up, and the script continues without it.


def record_exit(child: int, options: int) -> bool:
    """Writes the exit code if the child has ended. Returns whether the child has ended."""
    pid, status = os.waitpid(child, options)
    if pid == 0:
        return False
    write_file("exit", "%d\n" % (128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)))
    return True


def drain(terminal: int) -> "tuple[bytes, bool]":
    """Reads the available output, about a megabyte at most. Returns it, and whether a process has the terminal open."""
    parts: "list[bytes]" = []
    size = 0
    while size < DRAIN_BYTES_MAX:
        try:
            part = os.read(terminal, BLOCK_BYTES)
        except BlockingIOError:
            return b"".join(parts), True
        except OSError:  # EIO: no process has it open.
            part = b""
        if not part:
            return b"".join(parts), False
        parts.append(part)
        size += len(part)
    return b"".join(parts), True
