"""Plans the attempts at running a script up to its parser, and chooses the best description."""

from __future__ import annotations

from ..guard import FAKED, STARTED
from ..source.command_words import command_words
from ..spec import message_of, phrase, warning_of
from ..syntax.help_texts import listed_commands
from .choice import choose, fuller, is_early
from .failures import has_stopped, help_text, is_heavy, is_import, shows_other_options, why_failed
from .runner import Runner
from .script import MODULE_NAME
from .settings import AttemptSettings
from .subcommands import fill, read_commands

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..attempts.attempt import Outcome
    from ..attempts.runner import Runner
    from ..attempts.settings import AttemptSettings
    from ..options import Options
    from ..shapes import Description
    from ..source.summary import SourceSummary

FIRST_SHARE = 0.6


def run_attempts(summary: SourceSummary, options: Options) -> tuple[Description | None, list[Outcome]]:
    """Returns the best description, or None, and the outcomes of all attempts."""
    words = command_words(summary) if summary.libraries and summary.argv_line else []
    first = AttemptSettings().changed(builders=not words)
    plans = [first]
    if summary.libraries:
        plans.append(first.changed(arguments=[]))
    plans.append(AttemptSettings(MODULE_NAME))
    runner = Runner(summary, options)
    outcomes: list[Any] = []
    allowed = STARTED if options.programs else FAKED
    while plans and runner.has_time():
        settings = plans.pop(0)
        if settings.run_name == MODULE_NAME and words:
            best = read_commands(dict.fromkeys(words, ""), AttemptSettings(), runner)
            if best is not None:
                return best, outcomes
        # A script that only calls an installed package leaves nothing else to try.
        outcome = runner.run(settings, FIRST_SHARE if not outcomes and summary.libraries else 1)
        outcomes.append(outcome)
        refused = bool(outcome.end and outcome.end.get("refusedProgram"))
        best = choose(outcome.found)
        is_strange = bool(best and best.get("built")) and shows_other_options(outcome, best)
        if is_strange:  # a parser that a module of the program made for something else
            best = None
        if not outcomes[1:] and (summary.libraries or summary.hands_over()):
            best = with_commands(best, outcome, runner, settings=settings)
        if best is not None:
            completing = settings.changed(programs=allowed) if refused else settings
            best = complete(best, outcome, runner, settings=completing)
            if settings.faked:
                warn_of_fakes(best, outcomes[0], summary)
            if settings.light:
                warn_of_skipped_imports(best, outcomes[0])
            return best, outcomes
        if not outcomes[1:]:
            if has_stopped(outcome):
                plans.insert(0, settings.changed(programs=FAKED, faked=True))
            if (is_strange or outcome.end and outcome.end.get("built")) and not summary.libraries:
                plans.insert(0, settings.changed(arguments=[]))
            if refused:
                plans.insert(0, settings.changed(programs=allowed))
        if summary.libraries and not settings.light and is_heavy(outcome, summary):
            plans = [settings.changed(light=True)]
        elif outcome.timed_out and (is_import(outcome, summary) or settings.run_name == MODULE_NAME):
            break
    return None, outcomes


def with_commands(
    best: Description | None, outcome: Outcome, runner: Runner, *, settings: AttemptSettings
) -> Description | None:
    """The description with the commands that the program lists in its help or compares its first word with.

    Only if its parser knows none.
    """
    if best is None or best.get("built"):
        return read_commands(listed_commands(outcome.output), settings, runner) or best
    if not may_dispatch(best):
        return best
    words = listed_commands(runner.run(settings.changed(passes=1)).output)
    if not words and best.get("stopsAtWord"):
        words = dict.fromkeys(command_words(runner.summary), "")
    read = read_commands(words, settings, runner)
    if read is not None:
        options = [param for param in best["command"]["params"] if param["kind"] == "option"]
        read["command"]["params"] = [one for one in options if not set(one["flags"]) & {"--help", "--version"}]
    return read or best


def may_dispatch(best: Description) -> bool:
    """Whether another parser may read what follows the first word: optparse has no sub-commands of its own."""
    flags = {flag for param in best["command"]["params"] for flag in param.get("flags") or ()}
    return best["engine"] == "optparse" and bool(best.get("stopsAtWord") or "--help" in flags)


def complete(best: Description, outcome: Outcome, runner: Runner, *, settings: AttemptSettings) -> Description:
    """The description, completed by further attempts: late parsers, the script's help text, commands."""
    early, lenient = is_early(outcome.found), best["engine"] == "argparse" and best.get("lenient")
    if early or lenient:
        listened = runner.run(settings.changed(listening=True))
        best = fuller(best, choose(outcome.found + listened.found)) if early else best
        best["helpText"] = help_text([listened])
    elif best.get("incomplete") and not settings.faked:
        best = fuller(best, choose(runner.run(settings.changed(programs=FAKED, faked=True)).found))
    best["followed"] = any(not one.get("partial") for one in outcome.found)
    fill(best, settings, runner)
    if not best.get("lenient"):
        best.pop("helpText", None)  # a strict parser accepts nothing else
    return best


def warn_of_fakes(best: Description, outcome: Outcome, summary: SourceSummary) -> None:
    reason, line, _ = why_failed(outcome, outcome.end and outcome.end["end"])
    message = message_of(phrase("{reason} It was read as if it had found what it needs."), reason=reason)
    fix = phrase("Parse the arguments first, or install what the script needs on the machine that runs jobs.")
    best["warnings"].append(warning_of("pretended", message, line, fix=fix))


def warn_of_skipped_imports(best: Description, outcome: Outcome) -> None:
    names = ", ".join(best.pop("skipped", []))
    message = message_of(phrase("The script's imports take too much time or memory, so it was read without them."))
    if names:
        message = message_of(
            phrase("The script's imports take too much time or memory, so it was read without {modules}."),
            modules=names,
        )
    line = outcome.stuck["line"] if outcome.stuck else None
    fix = phrase("Parse the arguments before the large imports.")
    best["warnings"].append(warning_of("slow_import", message, line, fix=fix))
