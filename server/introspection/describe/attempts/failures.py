"""How an attempt failed, in words for the person who wrote the script."""

import re

HELP_LINE = r"(?m)^[│┃|]? {0,12}-{1,2}\w[\w-]*"


def has_stopped(outcome):
    """Whether it ended in an error that another machine may not have."""
    end = outcome.end["end"] if outcome.end else None
    return bool(end) and end["kind"] not in ("SystemExit", "SyntaxError", "KeyboardInterrupt", "MemoryError")


def is_heavy(outcome, facts):
    """Whether it ended in imports that take more time or memory than there is."""
    end = outcome.end["end"] if outcome.end else None
    if outcome.timed_out:
        return is_import(outcome, facts)
    # Out of memory, a C extension often ends in a SystemError.
    return bool(outcome.signal) or bool(end) and end["kind"] in ("MemoryError", "SystemError")


def help_text(outcomes):
    """What the script printed for --help by itself, when that looks like a help text; else None."""
    for outcome in outcomes:
        if len(re.findall(HELP_LINE, outcome.output)) > 1 and re.search(r"(?i)usage|options", outcome.output):
            return outcome.output
    return None


def is_import(outcome, facts):
    return bool(outcome.stuck) and outcome.stuck["line"] in facts.import_lines


def why_failed(outcome, end):
    """(message, line, fix) for an attempt that ended in an error."""
    if not end:
        return "The script crashed before it read its arguments.", None, None
    line = end.get("line")
    where = " in line %d" % line if line else ""
    if end.get("module"):
        message = "The module %s is missing: the script stopped%s." % (end["module"], where)
        fix = (
            "Name its package in a PEP 723 block at the top of the script (# /// script), install it in the script's "
            "virtual environment, or let missing imports be replaced."
        )
        return message, line, fix
    said = " (%s)" % end["message"][:200] if end.get("message") else ""
    return "The script stopped%s with %s%s before it read its arguments." % (where, end["kind"], said), line, None
