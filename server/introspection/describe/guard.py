"""Blocks calls with side effects while a script is read. The sandbox confines the script; this is a second barrier."""

from __future__ import annotations

import os
import sys

from .session import session

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


OFF, READING, ASKING = 0, 1, 2
REFUSED, FAKED, STARTED = 0, 1, 2

STARTS = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
    "os.startfile",
    "webbrowser.open",
}
CHANGES = {
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.setxattr",
    "os.removexattr",
    "os.chflags",
    "shutil.rmtree",
    "shutil.move",
    "shutil.copyfile",
    "shutil.chown",
    "shutil.make_archive",
    "sqlite3.connect",
}
REACHES = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "ftplib.connect",
    "smtplib.connect",
    "imaplib.open",
    "poplib.connect",
    "nntplib.connect",
    "telnetlib.Telnet.open",
    "urllib.Request",
    "os.kill",
    "os.killpg",
    "signal.pthread_kill",
    "syslog.syslog",
    "syslog.openlog",
}
LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname"}
TWO_PATHS = {"os.rename", "os.link", "shutil.move", "shutil.copyfile"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

NO_PROGRAM = "/bin/true"

_level = OFF
_programs = REFUSED
_installed = False
_scratch: tuple[str, ...] = ()


def set_guard(level: int) -> int:
    """READING: no programs, no network, writes in the scratch folder only. ASKING: no writes. Returns the old one."""
    global _level
    before = _level
    _level = level
    if level:
        install()
    return before


def is_asking() -> bool:
    """Whether a parser is being described. Functions of the script are then called only for their results."""
    return _level == ASKING


def treat_programs(how: int) -> None:
    """FAKED: they seem to run and to print nothing. STARTED: they run, which only a sandbox may allow."""
    global _programs
    _programs = how
    if how == FAKED:
        fake_programs()


def fake_programs() -> None:
    import subprocess

    real_init = subprocess.Popen.__init__

    def init(self: Any, args: Any, *rest: Any, **keywords: Any) -> None:
        for name in ("executable", "shell", "preexec_fn", "user", "group"):
            keywords.pop(name, None)
        real_init(self, [NO_PROGRAM], *rest[:1], **keywords)

    subprocess.Popen.__init__ = init  # type: ignore[method-assign]
    os.system = lambda command: 0


def install() -> None:
    global _installed, _scratch
    if _installed:
        return
    _installed = True
    folders = [os.getcwd(), os.environ.get("HOME"), os.environ.get("TMPDIR")]
    _scratch = tuple(os.path.realpath(f).rstrip("/") + "/" for f in folders if f and os.path.realpath(f) != "/")
    sys.addaudithook(audit)


def audit(event: str, arguments: Any) -> None:
    if not _level:
        return
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & WRITING and not harmless(arguments[0]):
            raise PermissionError(13, "Writing is not allowed while the form is being made")
    elif event in STARTS:
        if _level < ASKING and may_start(event, arguments):
            return
        session.refused_program = True
        # Scripts expect "not found" for a program that is not installed, and most continue without it.
        raise FileNotFoundError(2, "Programs are not started while the form is being made")
    elif event in CHANGES:
        first, last = (1, 2) if event == "os.symlink" else (0, 2 if event in TWO_PATHS else 1)
        paths = arguments[first:last]
        if not all(harmless(path) for path in paths):
            raise PermissionError(13, "Changing files is not allowed while the form is being made")
    elif event in REACHES and not (event in LOOKS_UP and is_local_host(arguments[0])):
        raise PermissionError(13, "This is not allowed while the form is being made")


def is_local_host(host: Any) -> bool:
    """Names and numbers that are found without a network request."""
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    return host is None or isinstance(host, str) and host in ("", "localhost", "127.0.0.1", "0.0.0.0", "::1", "::")


def may_start(event: str, arguments: Any) -> bool:
    if _programs == FAKED:
        starts = event in ("subprocess.Popen", "os.posix_spawn")
        return starts and os.fsdecode(arguments[0]) == NO_PROGRAM
    return _programs == STARTED


def harmless(path: str) -> bool:
    if isinstance(path, int):
        return True
    try:
        name = os.fsdecode(path)
        if name in ("/dev/null", ":memory:"):
            return True
        real = os.path.realpath(name)
    except Exception:
        return False
    return _level < ASKING and (real + "/").startswith(_scratch)
