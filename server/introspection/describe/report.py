"""Combines the source and the results of the attempts to a ScriptSpec, or explains why there is none."""

from __future__ import annotations

import importlib.util
import sys

from .attempts.failures import help_text, is_import, why_failed
from .attempts.plan import run_attempts
from .session import session, warn
from .source.dynamic_defaults import show_dynamic_defaults
from .source.file import Refused, load, pep723
from .source.file_uses import add_file_uses
from .source.secret_uses import add_secret_uses
from .source.summary import SourceSummary
from .spec import count_parameters, cut_to_limits, message_of, new_command, phrase, warning_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from .attempts.attempt import Outcome
    from .options import Options
    from .shapes import Description, End, Message, Warning

MOVE_WORK = phrase('Move the work below if __name__ == "__main__": and after the arguments are parsed.')
UPLOAD_WITH_MODULES = phrase(
    "Upload the script with its modules as a zip application, or install them in its virtual environment."
)
INTERNAL = ("partial", "internal", "skipped", "follows", "built", "followed", "stopsAtWord")


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
        return described(spec, summary, options)
    except Refused as refused:
        refused.report["pep723"] = spec["pep723"]  # it may become readable with its packages
        raise


def described(spec: Description, summary: SourceSummary, options: Options) -> Description:
    """The spec with everything that was found. @throws Refused"""
    outcomes: list[Any] = []
    if summary.should_run and not options.static:
        found, outcomes = run_attempts(summary, options)
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
    """The description from the source if it has more parameters than an unfinished parser, otherwise None."""
    is_complete = not found.get("incomplete") and count_parameters(found["command"])
    if is_complete or found["engine"] != "argparse" or not summary.uses_argparse:
        return None
    from .source.argparse_calls import replay

    read = replay(summary)
    if read is None or count_parameters(read["command"]) <= count_parameters(found["command"]):
        return None
    warnings = found["warnings"] + [one for one in session.warnings if one not in found["warnings"]]
    return dict(read, incomplete=True, stubbed=found["stubbed"], warnings=warnings)


def finished(spec: Description, summary: SourceSummary) -> Description:
    """The whole spec with its last warnings, cut to the limits. @throws Refused"""
    show_dynamic_defaults(spec["command"], summary)
    add_secret_uses(spec["command"], summary)
    add_file_uses(spec["command"], summary)
    if summary.asks_line:
        asks = message_of(phrase("The script asks a question on standard input, but nobody can answer in a job."))
        fix = phrase("Turn the questions into parameters.")
        spec["warnings"].append(warning_of("asks", asks, summary.asks_line, fix=fix))
    elif summary.stdin_line and not count_parameters(spec["command"]) and not spec.get("helpText"):
        reads = message_of(phrase("The script reads its standard input."))
        fix = phrase("Choose a file as its standard input in the form, or make the input a file parameter.")
        spec["warnings"].append(warning_of("reads_input", reads, summary.stdin_line, fix=fix))
    for internal in INTERNAL if spec.get("helpText") else INTERNAL + ("notOffered",):
        spec.pop(internal, None)
    if spec["stubbed"]:
        replaced = phrase("These modules are not installed here and were replaced while the form was made: {modules}.")
        message = message_of(replaced, modules=", ".join(spec["stubbed"]))
        fix = phrase("Install them in the script's virtual environment, or declare them in a PEP 723 block.")
        spec["warnings"].append(warning_of("missing_imports", message, fix=fix))
    if not cut_to_limits(spec):
        raise Refused("too_large", phrase("The description of the script is larger than a form can be (2 MB)."))
    return spec


def telling(outcomes: list[Outcome]) -> Outcome | None:
    """The outcome that best explains why there is no parser: the first error, otherwise the last one."""
    errors = [one for one in outcomes if one.end and one.end["end"] and one.end["end"]["kind"] != "SystemExit"]
    return next(iter(errors or outcomes[-1:]), None)


def refuse_without_parser(outcomes: list[Outcome], summary: SourceSummary) -> None:
    """Raise for a script that never reads its arguments. @throws Refused"""
    if not outcomes:
        return
    outcome = outcomes[-1]
    if outcome.flooded:
        raise Refused("floods", phrase("The script printed endlessly before it read its arguments."), fix=MOVE_WORK)
    if outcome.timed_out and not is_import(outcome, summary):
        line = (outcome.stuck or {}).get("line")
        late = phrase("The script was still running when time was up, and had not read its arguments.")
        if line:
            late = phrase(
                "The script was still running in line {line} when time was up, and had not read its arguments."
            )
        raise Refused("timeout", late, line, fix=MOVE_WORK)
    end = outcome.end["end"] if outcome.end else None
    refuse_without_modules(outcome, end, summary)
    if end and end["kind"] == "SystemExit" and outcome.run_name != "__main__":
        fix = phrase("Parse the arguments first, and end the script only after that.")
        if end.get("message") and not end["message"].isdigit():
            stated = phrase("The script ended by itself before it read its arguments: {output}.")
            raise Refused("exits_at_import", stated, end.get("line"), fix=fix, output=end["message"][:200].rstrip("."))
        ended = phrase("The script ended by itself before it read its arguments.")
        raise Refused("exits_at_import", ended, end.get("line"), fix=fix)


def read_statically(summary: SourceSummary, outcome: Outcome | None) -> Description:
    """engine, command and warnings from the source alone. @throws Refused"""
    # Only here, because loading them takes time, and few scripts need them.
    from .source.argparse_calls import replay
    from .source.argv_words import usage_text, words_as_command
    from .source.main_function import main_as_command

    end = outcome.end["end"] if outcome and outcome.end else None
    if summary.uses_argparse:
        found = replay(summary)
        if found is not None and (count_parameters(found["command"]) or outcome is None):
            warn_why_static(outcome, end, summary)
            return dict(found, incomplete=True if outcome is not None else None, stubbed=missing(outcome))
    shows_help = outcome is not None and help_text([outcome])
    if outcome is not None and summary.libraries and (end or outcome.signal) and not shows_help:
        message, line, fix = why_failed(outcome, end)
        raise Refused("fails_at_import", message["text"], line, fix=fix, **without_line(message))
    command = main_as_command(summary)
    if command is not None:
        return {"engine": "function", "command": command}
    library = next((name for name in sorted(missing(outcome)) if name in summary.libraries), None)
    if library is not None:
        warn(
            "library_missing",
            phrase("The script's parameters are declared with {library}, which is not installed here."),
            fix=phrase("Install {library} in the script's virtual environment; the form is then made again."),
            library=library,
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
            guess = phrase("The script reads sys.argv itself. Its parameters are a guess.")
            warn("guessed", guess, summary.argv_line)
            return {"engine": "sys.argv", "command": read}
    if summary.argv_line:
        warn(
            "argv_unknown",
            phrase("The script reads sys.argv itself, and its parameters are unknown."),
            summary.argv_line,
            fix=phrase("Use argparse, or describe the parameters in a form block."),
        )
    warn_of_missing_modules(summary)
    return {"engine": "none", "command": described}


def refuse_without_modules(outcome: Outcome | None, end: End | None, summary: SourceSummary) -> None:
    """Raise if the module that parses the command line is slow or missing. @throws Refused"""
    if outcome is None or help_text([outcome]):
        return
    if outcome.timed_out and is_import(outcome, summary):
        line = outcome.stuck["line"] if outcome.stuck else None
        raise Refused(
            "slow_import",
            phrase("An import of the script takes too long, so its parameters are unknown."),
            line,
            fix=phrase("Read the arguments before the large imports, or describe the parameters in a form block."),
        )
    missed = missing(outcome) or ([end["module"]] if end and end.get("module") else [])
    failed = failed_imports([outcome])
    if any(warning["code"] == "own_name" for warning in failed):
        return
    if failed and summary.hands_over():
        raise Refused(
            "module_missing",
            failed[0]["message"],
            failed[0].get("line"),
            fix=phrase(
                "Install what is missing in the script's virtual environment, or declare it in a PEP 723 block."
            ),
            **failed[0]["values"],
        )
    is_library = any(name in summary.libraries for name in missed)  # which a warning names
    if missed and summary.hands_over() and not is_library:
        raise Refused(
            "module_missing",
            phrase("The script leaves its command line to a module that is not installed here: {modules}."),
            fix=UPLOAD_WITH_MODULES,
            modules=", ".join(missed),
        )


def warn_of_missing_modules(summary: SourceSummary) -> None:
    """Name missing modules that may declare the parameters."""
    missed = [name for name in sorted(summary.imports) if name != "." and not is_installed(name)]
    if missed:
        warn(
            "module_missing",
            phrase("Modules that could declare parameters are not installed here: {modules}."),
            fix=UPLOAD_WITH_MODULES,
            modules=", ".join(missed),
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
        slow = phrase("An import in the script takes too long, so the source was read instead.")
        warn("slow_import", slow, line)
    elif end:
        reason, line, fix = why_failed(outcome, end)
        instead = phrase("{reason} The source was read instead. Some parameters may be missing.")
        warn("incomplete", instead, line, fix=fix, reason=reason)
    else:
        warn("incomplete", phrase("The script did not reach its parser, so the source was read instead."))


def without_line(message: Message) -> dict[str, Any]:
    """The values of a sentence, but for the line, which a report has in any case."""
    return {name: value for name, value in message.get("values", {}).items() if name != "line"}
