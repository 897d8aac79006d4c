"""What one attempt at reading a script knows and says: one per forked process."""

import json
import os

from .spec import text

really_exit = os._exit


class Session:
    """Shared by the hooks of all libraries, because a library's hook can be reached from anywhere in the script."""

    def __init__(self):
        self.emit_fd = None
        self.script = ""
        self.folder = None
        self.argv = []
        self.stub_imports = True
        self.created = []
        self.children = set()
        self.captures = 0
        self.stubbed = []
        self.light = False
        self.skipped = []
        self.passes = 0
        self.warnings = []
        self.private_fds = []
        self.refused_program = False


session = Session()


def warn(code, message, line=None, fix=None):
    warning = {"code": code, "message": text(message)}
    if line:
        warning["line"] = line
    if fix:
        warning["fix"] = fix
    if warning not in session.warnings and len(session.warnings) < 100:
        session.warnings.append(warning)


def emit(message):
    """Send one message to the process that waits for this attempt."""
    message.setdefault("stubbed", sorted(set(session.stubbed)))
    message.setdefault("skipped", sorted(set(session.skipped)))
    message.setdefault("warnings", session.warnings)
    if "end" in message:
        message["refusedProgram"] = session.refused_program
        message["built"] = len(session.created)
    data = (json.dumps(message) + "\n").encode("ascii")
    while data:
        data = data[os.write(session.emit_fd, data) :]


def finish(message):
    """Tell the description and end this process at once: no exception, no atexit, no thread of the script follows."""
    emit(message)
    really_exit(0)


def from_command_line(arguments):
    """Whether these arguments are (part of) the command line we made up, rather than the script's own list."""
    try:
        given = list(arguments)
    except Exception:
        return False
    if session.argv[1:]:
        return any(item in given for item in session.argv[1:])
    return given == []
