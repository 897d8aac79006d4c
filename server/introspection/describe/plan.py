"""Plans the attempts at running a script up to its parser, and chooses the best of what they told."""
import functools
import time

from .attempts import attempt
from .guard import PRETENDED, REFUSED, STARTED
from .spec import count_parameters

RESERVED_SECONDS = 0.7
FIRST_SHARE = 0.6


def run_attempts(source, facts, options):
    """(the best description or None, the outcomes of all attempts)"""
    from .runtime import MODULE_NAME, run_script

    plans = [("__main__", ["--help"], REFUSED, False)]
    if facts.libraries:
        plans.append(("__main__", [], REFUSED, False))
    plans.append((MODULE_NAME, ["--help"], REFUSED, False))
    deadline = options.started + options.seconds - RESERVED_SECONDS
    outcomes = []
    allowed = STARTED if options.programs else PRETENDED
    while plans:
        run_name, arguments, programs, pretended = plans.pop(0)
        left = deadline - time.monotonic()
        if left < 0.2:
            break
        work = functools.partial(run_script, source, options.name, run_name, arguments)
        seconds = left if outcomes else left * FIRST_SHARE
        outcome = attempt(functools.partial(work, programs, pretended=pretended), seconds, options.memory_bytes)
        outcome.run_name = run_name
        outcomes.append(outcome)
        best = choose(outcome.found)
        refused = bool(outcome.end and outcome.end.get("refusedProgram"))
        if best is not None:
            left = max(deadline - time.monotonic(), 0.2)
            if is_early(outcome.found):
                listen = functools.partial(work, allowed if refused else programs, listening=True)
                best = fuller(best, choose(outcome.found + attempt(listen, left, options.memory_bytes).found))
            elif best.get("incomplete") and not pretended:
                again = functools.partial(work, PRETENDED, pretended=True)
                best = fuller(best, choose(attempt(again, left, options.memory_bytes).found))
            if pretended:
                tell_pretended(best, outcomes[0], facts)
            return best, outcomes
        if not outcomes[1:]:
            if has_stopped(outcome):
                plans.insert(0, (run_name, arguments, PRETENDED, True))
            if outcome.end and outcome.end.get("built") and not facts.libraries:
                plans.insert(0, (run_name, [], REFUSED, False))
            if refused:
                plans.insert(0, (run_name, arguments, allowed, False))
        if outcome.timed_out and (is_import(outcome, facts) or run_name == MODULE_NAME):
            break
    return None, outcomes


def has_stopped(outcome):
    """Whether it ended in an error that another machine may not have."""
    end = outcome.end["end"] if outcome.end else None
    return bool(end) and end["kind"] not in ("SystemExit", "SyntaxError", "KeyboardInterrupt", "MemoryError")


def tell_pretended(best, outcome, facts):
    message, line, _ = why_failed(outcome, outcome.end and outcome.end["end"])
    best["warnings"].append({
        "code": "pretended",
        "message": message + " It was read as if it had found what it needs.",
        "line": line,
        "fix": "Read the arguments first, or have what it needs on the machine that runs jobs.",
    })


def is_early(found):
    """Whether only parsers were told that may come before another one, as those that leave --help to it."""
    if any(one["engine"] != "argparse" or not one.get("partial") for one in found):
        return False
    return len(found) > 1 or bool(found[0]["command"].get("noHelp"))


def fuller(one, other):
    return other if other and count_parameters(other["command"]) > count_parameters(one["command"]) else one


def choose(found):
    """Of all parsers that an attempt told: the last strict one, else the fullest; with the options of pre-parsers."""
    if not found:
        return None
    own = [one for one in found if not one.get("internal")]
    final = [one for one in found if not one.get("partial")]
    if final:
        best = final[-1]
    else:
        best = max(own or found, key=lambda one: count_parameters(one["command"]))
    if best["engine"] == "argparse":
        add_early_options(best["command"], [one["command"] for one in own if one is not best])
    return best


def add_early_options(command, others):
    """A pre-parser's own options (--config) are given on the same command line."""
    known = {flag for param in command["params"] for flag in param.get("flags") or []}
    ids = {param["id"] for param in command["params"]}
    for other in others:
        for param in other["params"]:
            if param["kind"] != "option" or known & set(param["flags"]):
                continue
            name, count = param["dest"], 1
            while name in ids:
                count += 1
                name = "%s-%d" % (param["dest"], count)
            command["params"].append(dict(param, id=name, group=None, mutex=None))
            known.update(param["flags"])
            ids.add(name)


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
        fix = ("Name its package in a PEP 723 block at the top of the script (# /// script), install it in the script's "
               "virtual environment, or let missing imports be replaced.")
        return message, line, fix
    said = " (%s)" % end["message"][:200] if end.get("message") else ""
    return "The script stopped%s with %s%s before it read its arguments." % (where, end["kind"], said), line, None
