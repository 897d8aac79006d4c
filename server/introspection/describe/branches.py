"""Reads all commands of a program in one attempt: from the first word on, each command has a process of its own."""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import sys
import time

from .guard import OFF, set_guard
from .session import really_exit, session

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

BRANCH_SECONDS = 3.0


def branch(arguments: list[Any]) -> None:
    """Returns once for each command, each time in another process, with the command's name as the first argument."""
    words, session.words = session.words, []
    for word in words:
        reader, writer = os.pipe()
        level = set_guard(OFF)  # which also refuses to fork
        pid = os.fork()
        set_guard(level)
        if pid == 0:
            os.close(reader)
            become(word, writer, arguments)
            return
        os.close(writer)
        answer = read_branch(reader)
        end(pid)
        pass_on(answer, word)
    really_exit(0)


def become(word: str, emit_fd: int, arguments: list[Any]) -> None:
    session.emit_fd = emit_fd
    session.reports_modules = True
    arguments[0] = sys.argv[1] = session.argv[1] = word


def read_branch(reader: int) -> bytes:
    """Everything that the process reports in its time."""
    answer, deadline = b"", time.monotonic() + BRANCH_SECONDS
    while select.select([reader], [], [], max(deadline - time.monotonic(), 0))[0]:
        data = os.read(reader, 65536)
        if not data:
            break
        answer += data
    os.close(reader)
    return answer


def end(pid: int) -> None:
    level = set_guard(OFF)
    os.kill(pid, signal.SIGKILL)
    set_guard(level)
    os.waitpid(pid, 0)


def pass_on(answer: bytes, word: str) -> None:
    """Reports the parsers of a command, and imports what it imported: most commands share their slow imports."""
    for line in answer.decode("ascii", "replace").splitlines():
        try:
            message = json.loads(line)
        except ValueError:  # it was ended while it wrote
            continue
        if not isinstance(message, dict):  # the script could have written it
            continue
        modules = message.pop("modules", [])
        if "engine" in message:
            report = (json.dumps(dict(message, word=word)) + "\n").encode("ascii")
            while report:
                report = report[os.write(session.emit_fd, report) :]
        preload(modules if isinstance(modules, list) else [])


def preload(modules: list[Any]) -> None:
    for name in modules:
        if not isinstance(name, str) or name in sys.modules or name.startswith("__"):
            continue
        try:
            importlib.import_module(name)
        except BaseException:
            continue  # the command that needs it reports why
