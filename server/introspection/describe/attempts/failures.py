"""Explains to the author of a script how an attempt failed."""

from __future__ import annotations

import re

from ..spec import each_command, message_of, phrase

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..attempts.attempt import Outcome
    from ..shapes import End, Message
    from ..source.summary import SourceSummary

HELP_LINE = r"(?m)^[│┃|]? {0,12}-{1,2}\w[\w-]*"


def has_stopped(outcome: Outcome) -> bool:
    """Whether it ended in an error that may not occur on another machine."""
    end: Any = outcome.end["end"] if outcome.end else None
    return bool(end) and end["kind"] not in ("SystemExit", "SyntaxError", "KeyboardInterrupt", "MemoryError")


def is_heavy(outcome: Outcome, summary: SourceSummary) -> bool:
    """Whether it ended during imports that need more time or memory than allowed."""
    end: Any = outcome.end["end"] if outcome.end else None
    if outcome.timed_out:
        return is_import(outcome, summary)
    # Out of memory, a C extension often ends in a SystemError.
    return bool(outcome.signal) or bool(end) and end["kind"] in ("MemoryError", "SystemError")


def help_text(outcomes: list[Outcome]) -> str | None:
    """The output for --help if it looks like a help text, otherwise None."""
    for outcome in outcomes:
        if len(re.findall(HELP_LINE, outcome.output)) > 1 and re.search(r"(?i)usage|options", outcome.output):
            return outcome.output
    return None


def shows_other_options(outcome: Outcome, found: Any) -> bool:
    """Whether the script itself printed a help text, in which no option of the parser that was found occurs."""
    shown = set(re.findall(r"(?m)^[│┃|]? {0,12}(-{1,2}\w[\w-]*)", help_text([outcome]) or "")) - {"-h", "--help"}
    known = {flag for command in each_command(found["command"]) for one in command["params"] for flag in flags_of(one)}
    return bool(shown and known) and not shown & known


def flags_of(param: Any) -> list[str]:
    return [*(param.get("flags") or ()), *(param.get("negativeFlags") or ())]


def is_import(outcome: Outcome, summary: SourceSummary) -> bool:
    return outcome.stuck is not None and outcome.stuck["line"] in summary.import_lines


def why_failed(outcome: Outcome, end: End | None) -> tuple[Message, int | None, str | None]:
    """(message, line, fix) for an attempt that ended in an error."""
    if not end:
        return message_of(phrase("The script crashed before it read its arguments.")), None, None
    line = end.get("line")
    where = {"line": line} if line else {}
    if end.get("module"):
        stopped = phrase("The module {module} is missing: the script stopped.")
        if line:
            stopped = phrase("The module {module} is missing: the script stopped in line {line}.")
        fix = phrase(
            "Name its package in a PEP 723 block at the top of the script (# /// script), install it in the script's "
            "virtual environment, or let missing imports be replaced."
        )
        return message_of(stopped, module=end["module"], **where), line, fix
    error = "%s (%s)" % (end["kind"], end["message"][:200]) if end.get("message") else end["kind"]
    stopped = phrase("The script stopped with {error} before it read its arguments.")
    if line:
        stopped = phrase("The script stopped in line {line} with {error} before it read its arguments.")
    return message_of(stopped, error=error, **where), line, None
