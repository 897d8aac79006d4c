"""From the source and what the attempts told to a ScriptSpec, with words for what stopped them."""

from __future__ import annotations

import importlib.util
import sys

from .attempts.failures import help_text, is_import, why_failed
from .attempts.plan import run_attempts
from .session import session, warn
from .source.argparse_calls import replay
from .source.argv_words import usage_text, words_as_command
from .source.dynamic_defaults import show_dynamic_defaults
from .source.file import Refused, load, pep723
from .source.file_uses import add_file_uses
from .source.main_function import main_as_command
from .source.summary import SourceSummary
from .spec import count_parameters, cut_to_limits, new_command

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from .attempts.attempt import Outcome
    from .options import Options
    from .shapes import Description, End, Warning
    from .source.file import Source
    from .source.summary import SourceSummary

INTERNAL = ("partial", "internal", "skipped", "follows", "built", "followed")


def describe(options: Options) -> Description:
    """A ScriptSpec as plain data. @throws Refused"""
    source = load(options.script)
    session.script = source.filename
    session.folder = source.entry
    summary = SourceSummary(source, options.name)
    spec: dict[str, Any] = {
        "schema": 1,
        "engine": "none",
        "method": "static",
        "prog": options.name,
        "docstring": summary.docstring,
        "version": summary.version,
        "pythonVersion": "%d.%d.%d" % sys.version_info[:3],
        "pep723": pep723(source.text),
    }
    try:
        return described(spec, source, summary, options)
    except Refused as refused:
        refused.report["pep723"] = spec["pep723"]  # with its packages it may be read after all
        raise


def described(spec: Description, source: Source, summary: SourceSummary, options: Options) -> Description:
    """The spec with all that was found. @throws Refused"""
    outcomes: list[Any] = []
    if summary.should_run and not options.static:
        found, outcomes = run_attempts(source, summary, options)
        if found is not None:
            fuller = fuller_source(found, summary)
            spec.update({key: value for key, value in (fuller or found).items() if value is not None})
            spec["method"] = "static" if fuller else "runtime"
            return finished(spec, summary)
        if not any(outcome.timed_out or outcome.flooded or outcome.signal for outcome in outcomes):
            spec["helpText"] = help_text(outcomes)
        if not spec.get("helpText"):
            refuse_without_parser(outcomes, summary)
    spec.update(read_statically(summary, telling(outcomes)))
    spec.setdefault("stubbed", [])
    spec["warnings"] = session.warnings + failed_imports(outcomes)
    if count_parameters(spec["command"]):
        spec.pop("helpText", None)
    return finished(spec, summary)


def fuller_source(found: Any, summary: SourceSummary) -> Description | None:
    """The source's description where it tells more than a parser that the script did not come to fill; else None."""
    is_complete = not found.get("incomplete") and count_parameters(found["command"])
    if is_complete or found["engine"] != "argparse" or not summary.uses_argparse:
        return None
    read = replay(summary)
    if read is None or count_parameters(read["command"]) <= count_parameters(found["command"]):
        return None
    warnings = found["warnings"] + [one for one in session.warnings if one not in found["warnings"]]
    return dict(read, incomplete=True, stubbed=found["stubbed"], warnings=warnings)


def finished(spec: Description, summary: SourceSummary) -> Description:
    """The whole spec with its last warnings, cut to the limits. @throws Refused"""
    show_dynamic_defaults(spec["command"], summary)
    add_file_uses(spec["command"], summary)
    if summary.asks_line:
        spec["warnings"].append(
            {
                "code": "asks",
                "message": "The script asks a question on standard input, but nobody can answer in a job.",
                "line": summary.asks_line,
                "fix": "Turn the questions into parameters.",
            }
        )
    elif summary.stdin_line and not count_parameters(spec["command"]) and not spec.get("helpText"):
        spec["warnings"].append(
            {
                "code": "reads_input",
                "message": "The script reads its standard input, which is empty for a job.",
                "line": summary.stdin_line,
                "fix": "Make the input a file parameter.",
            }
        )
    for internal in ("partial", "internal", "skipped", "follows", "built", "followed") + (
        () if spec.get("helpText") else ("notOffered",)
    ):
        spec.pop(internal, None)
    if spec["stubbed"]:
        spec["warnings"].append(
            {
                "code": "missing_imports",
                "message": "Not installed here, replaced while the form was made: %s." % ", ".join(spec["stubbed"]),
                "fix": "Install them in the script's virtual environment, or declare them in a PEP 723 block.",
            }
        )
    if not cut_to_limits(spec):
        raise Refused("too_large", "The description of the script is larger than a form can be (2 MB).")
    return spec


def telling(outcomes: list[Outcome]) -> Outcome | None:
    """The outcome that tells most of why there is no parser: the first error, else the last."""
    errors = [one for one in outcomes if one.end and one.end["end"] and one.end["end"]["kind"] != "SystemExit"]
    return next(iter(errors or outcomes[-1:]), None)


def refuse_without_parser(outcomes: list[Outcome], summary: SourceSummary) -> None:
    """Raise for a script that never lets its arguments be read. @throws Refused"""
    if not outcomes:
        return
    outcome = outcomes[-1]
    if outcome.flooded:
        raise Refused(
            "floods",
            "The script printed endlessly before it read its arguments.",
            fix='Move the work below if __name__ == "__main__": and after the arguments are parsed.',
        )
    if outcome.timed_out and not is_import(outcome, summary):
        line = (outcome.stuck or {}).get("line")
        raise Refused(
            "timeout",
            "The script was still running%s when time was up, and had not read its arguments."
            % (" in line %d" % line if line else ""),
            line,
            'Move the work below if __name__ == "__main__": and after the arguments are parsed.',
        )
    end = outcome.end["end"] if outcome.end else None
    refuse_without_modules(outcome, end, summary)
    if end and end["kind"] == "SystemExit" and outcome.run_name != "__main__":
        stated = ": %s" % end["message"][:200] if end.get("message") and not end["message"].isdigit() else ""
        raise Refused(
            "exits_at_import",
            "The script ended by itself before it read its arguments%s." % stated.rstrip("."),
            end.get("line"),
            "Parse the arguments first, and end the script only after that.",
        )


def read_statically(summary: SourceSummary, outcome: Outcome | None) -> Description:
    """engine, command and warnings from the source alone. @throws Refused"""
    end = outcome.end["end"] if outcome and outcome.end else None
    if summary.uses_argparse:
        found = replay(summary)
        if found is not None and (count_parameters(found["command"]) or outcome is None):
            warn_why_static(outcome, end, summary)
            return dict(found, incomplete=True if outcome is not None else None, stubbed=missing(outcome))
    shows_help = outcome is not None and help_text([outcome])
    if outcome is not None and summary.libraries and (end or outcome.signal) and not shows_help:
        raise Refused("fails_at_import", *why_failed(outcome, end))
    command = main_as_command(summary)
    if command is not None:
        return {"engine": "function", "command": command}
    library = next((name for name in sorted(missing(outcome)) if name in summary.libraries), None)
    if library is not None:
        warn(
            "library_missing",
            "The script's parameters are declared with %s, which is not installed here." % library,
            fix="Install %s in the script's virtual environment; the form is then made again." % library,
        )
        command = new_command(description=summary.docstring)
        return {"engine": "none", "incomplete": True, "command": command, "stubbed": missing(outcome)}
    refuse_without_modules(outcome, end, summary)
    described = new_command(description=summary.docstring)
    if summary.argv_line and outcome is None:
        shown = usage_text(summary)
        if shown is not None:
            return {"engine": "none", "command": described, "helpText": shown}
        read = words_as_command(summary)
        if read is not None:
            warn("guessed", "The script reads sys.argv itself. Its parameters are a guess.", summary.argv_line)
            return {"engine": "sys.argv", "command": read}
    if summary.argv_line:
        warn(
            "argv_unknown",
            "The script reads sys.argv itself, and its parameters are unknown.",
            summary.argv_line,
            "Use argparse, or describe the parameters in a form block.",
        )
    warn_of_missing_modules(summary)
    return {"engine": "none", "command": described}


def refuse_without_modules(outcome: Outcome | None, end: End | None, summary: SourceSummary) -> None:
    """Raise where what the script hands its command line to is slow or missing. @throws Refused"""
    if outcome is None or help_text([outcome]):
        return
    if outcome.timed_out and is_import(outcome, summary):
        line = outcome.stuck["line"] if outcome.stuck else None
        raise Refused(
            "slow_import",
            "An import of the script takes too long, so its parameters are unknown.",
            line,
            "Read the arguments before the large imports, or describe the parameters in a form block.",
        )
    missed = missing(outcome) or ([end["module"]] if end and end.get("module") else [])
    failed = failed_imports([outcome])
    if any(warning["code"] == "own_name" for warning in failed):
        return
    if failed and summary.hands_over():
        raise Refused(
            "module_missing",
            failed[0]["message"].rstrip(".") + ".",
            failed[0].get("line"),
            "Install what is missing in the script's virtual environment, or declare it in a PEP 723 block.",
        )
    is_library = any(name in summary.libraries for name in missed)  # which a warning names
    if missed and summary.hands_over() and not is_library:
        raise Refused(
            "module_missing",
            "The script leaves its command line to a module that is not installed here: %s." % ", ".join(missed),
            fix="Upload the script with its modules as a zip application, or install them in its virtual environment.",
        )


def warn_of_missing_modules(summary: SourceSummary) -> None:
    """Name the modules that are not there, where the parameters could be declared."""
    missed = [name for name in sorted(summary.imports) if name != "." and not is_installed(name)]
    if missed:
        warn(
            "module_missing",
            "Modules that could declare parameters are not installed here: %s." % ", ".join(missed),
            fix="Upload the script with its modules as a zip application, or install them in its virtual environment.",
        )


def is_installed(name: str) -> bool:
    if name in sys.modules or name in sys.builtin_module_names:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except Exception:
        return True


def failed_imports(outcomes: list[Outcome]) -> list[Warning]:
    reported = [warning for one in outcomes[:1] if one.end for warning in one.end.get("warnings", [])]
    codes = ("import_failed", "own_name")
    return [warning for warning in reported if warning.get("code") in codes and warning not in session.warnings]


def missing(outcome: Outcome | None) -> list[str]:
    return outcome.end.get("stubbed", []) if outcome and outcome.end else []


def warn_why_static(outcome: Outcome | None, end: End | None, summary: SourceSummary) -> None:
    if outcome is None:
        return
    if outcome.timed_out:
        line = outcome.stuck["line"] if outcome.stuck else None
        warn("slow_import", "An import in the script takes too long, so the source was read instead.", line)
    elif end:
        message, line, fix = why_failed(outcome, end)
        warn("incomplete", message + " The source was read instead. Some parameters may be missing.", line, fix)
    else:
        warn("incomplete", "The script did not reach its parser, so the source was read instead.")
