"""How the script is run in one attempt."""

from __future__ import annotations

from ..guard import REFUSED

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


class AttemptSettings:
    def __init__(self, run_name: str = "__main__", arguments: Any = ("--help",)) -> None:
        self.run_name = run_name
        self.arguments = list(arguments)
        self.programs = REFUSED
        self.listening = False  # really parse, and report the parser that shows help
        self.faked = False  # missing files, variables and answers are faked
        self.light = False  # only libraries for command lines are imported
        self.builders = True  # if nothing parses, functions that create a parser are called
        self.first = False  # report the first parser of the command line even if it is lenient
        self.words: list[str] = []  # commands that are read in one attempt, where a parser stops at the first word
        self.passes = 0  # how many parsers may parse before one is reported

    def changed(self, **changes: Any) -> AttemptSettings:
        other = AttemptSettings()
        vars(other).update(vars(self), **changes)
        return other
