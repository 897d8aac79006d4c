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
        self.listening = False  # parse in earnest, and tell which parser shows help
        self.faked = False  # what it does not find seems there
        self.light = False  # only libraries for command lines are imported
        self.builders = True  # where nothing parses, functions that make a parser are called
        self.first = False  # the first parser of the command line is the one, also where it is lenient
        self.passes = 0  # how many parsers to let parse before the one that is told

    def changed(self, **changes: Any) -> AttemptSettings:
        other = AttemptSettings()
        vars(other).update(vars(self), **changes)
        return other
