"""The state of one attempt at reading a script, and its messages. There is one per forked process."""

from __future__ import annotations

import json
import os
import sys

from .spec import message_of, warning_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

    from .shapes import Warning


really_exit = os._exit


class Session:
    """Shared by the hooks of all libraries, because a library's hook can be reached from anywhere in the script."""

    def __init__(self) -> None:
        self.emit_fd = -1
        self.script = ""
        self.folder: str | None = None
        self.argv: list[str] = []
        self.stub_imports = True
        self.created: list[Any] = []
        self.children: set[int] = set()
        self.captures = 0
        self.stubbed: list[str] = []
        self.light = False
        self.skipped: list[str] = []
        self.first = False
        self.passes = 0
        self.words: list[str] = []
        self.reports_modules = False
        self.warnings: list[Warning] = []
        self.private_fds: list[int] = []
        self.refused_program = False
        self.pending: dict[int, Callable[[], dict[str, Any]]] = {}


session = Session()


def warn(code: str, english: str, line: int | None = None, *, fix: str | None = None, **values: Any) -> None:
    """Report what people should know about the script: a phrase, and the values of its arguments."""
    warning = warning_of(code, message_of(english, **values), line, fix=fix)
    if warning not in session.warnings and len(session.warnings) < 100:
        session.warnings.append(warning)


def emit(message: dict[str, Any]) -> None:
    """Send one message, after those that are pending, to the process that waits for this attempt."""
    flush_pending()
    message.setdefault("stubbed", sorted(set(session.stubbed)))
    message.setdefault("skipped", sorted(set(session.skipped)))
    message.setdefault("warnings", session.warnings)
    if "end" in message:
        message["refusedProgram"] = session.refused_program
        message["built"] = len(session.created)
    if session.reports_modules:
        message["modules"] = list(sys.modules)
    data = (json.dumps(message) + "\n").encode("ascii")
    while data:
        data = data[os.write(session.emit_fd, data) :]


def flush_pending() -> None:
    """Send the messages that wait for a later state of what they describe."""
    while session.pending:
        describe = session.pending.pop(next(iter(session.pending)))
        try:
            message = describe()
        except Exception:  # a parser that fails later than the script needed it
            continue
        emit(message)


def finish(message: dict[str, Any]) -> None:
    """Report the description and end this process at once, without exceptions, atexit or threads of the script."""
    emit(message)
    really_exit(0)


def from_command_line(arguments: Any) -> bool:
    """Whether these arguments are part of the made-up command line, and not a list of the script."""
    try:
        given = list(arguments)
    except Exception:
        return False
    if session.argv[1:]:
        return any(item in given for item in session.argv[1:])
    return given == []
