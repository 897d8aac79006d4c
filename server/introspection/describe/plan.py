"""Plans the attempts at running a script up to its parser, and chooses the best of what they told."""
import re

from .branches import fill
from .guard import PRETENDED, STARTED
from .runtime import MODULE_NAME
from .spec import count_parameters
from .way import Runner, Way

FIRST_SHARE = 0.6
HELP_LINE = r"(?m)^[│┃|]? {0,12}-{1,2}\w[\w-]*"


def run_attempts(source, facts, options):
    """(the best description or None, the outcomes of all attempts)"""
    plans = [Way()]
    if facts.libraries:
        plans.append(Way(arguments=[]))
    plans.append(Way(MODULE_NAME))
    runner = Runner(source, options)
    outcomes = []
    allowed = STARTED if options.programs else PRETENDED
    while plans and runner.has_time():
        way = plans.pop(0)
        # Who only hands over to an installed package has nothing to try besides.
        outcome = runner.run(way, FIRST_SHARE if not outcomes and facts.libraries else 1)
        outcomes.append(outcome)
        refused = bool(outcome.end and outcome.end.get("refusedProgram"))
        best = choose(outcome.found)
        if best is not None:
            best = complete(best, outcome, way.but(programs=allowed if refused else way.programs), runner, facts)
            if way.pretended:
                tell_pretended(best, outcomes[0], facts)
            if way.light:
                tell_light(best, outcomes[0])
            return best, outcomes
        if not outcomes[1:]:
            if has_stopped(outcome):
                plans.insert(0, way.but(programs=PRETENDED, pretended=True))
            if outcome.end and outcome.end.get("built") and not facts.libraries:
                plans.insert(0, way.but(arguments=[]))
            if refused:
                plans.insert(0, way.but(programs=allowed))
        if facts.libraries and not way.light and is_heavy(outcome, facts):
            plans = [way.but(light=True)]
        elif outcome.timed_out and (is_import(outcome, facts) or way.run_name == MODULE_NAME):
            break
    return None, outcomes


def complete(best, outcome, way, runner, facts):
    """The description with what only other attempts tell: late parsers, a help text of its own, commands."""
    early, lenient = is_early(outcome.found), best["engine"] == "argparse" and best.get("lenient")
    if early or lenient:
        heard = runner.run(way.but(listening=True))
        best = fuller(best, choose(outcome.found + heard.found)) if early else best
        best["helpText"] = help_text([heard])
    elif best.get("incomplete") and not way.pretended:
        best = fuller(best, choose(runner.run(way.but(programs=PRETENDED, pretended=True)).found))
    fill(best, way, runner, facts, choose)
    if not best.get("lenient"):
        best.pop("helpText", None)  # a strict parser takes no more than it knows
    return best


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


def tell_pretended(best, outcome, facts):
    message, line, _ = why_failed(outcome, outcome.end and outcome.end["end"])
    best["warnings"].append({
        "code": "pretended",
        "message": message + " It was read as if it had found what it needs.",
        "line": line,
        "fix": "Read the arguments first, or have what it needs on the machine that runs jobs.",
    })


def tell_light(best, outcome):
    names = ", ".join(best.pop("skipped", [])) or "them"
    best["warnings"].append({
        "code": "slow_import",
        "message": "The imports of the script take too much time or memory; it was read without %s." % names,
        "line": outcome.stuck["line"] if outcome.stuck else None,
        "fix": "Read the arguments before the large imports.",
    })


def is_early(found):
    """Whether only parsers were told that may come before another one, as those that leave --help to it."""
    if any(one["engine"] != "argparse" or not one.get("partial") for one in found):
        return False
    return len(found) > 1 or bool(found[0]["command"].get("noHelp"))


def help_text(outcomes):
    """What the script printed for --help by itself, when that looks like a help text; else None."""
    for outcome in outcomes:
        if len(re.findall(HELP_LINE, outcome.output)) > 1 and re.search(r"(?i)usage|options", outcome.output):
            return outcome.output
    return None


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
