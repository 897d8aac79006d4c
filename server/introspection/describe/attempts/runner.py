"""How the script is run in one attempt, and the time that all attempts share."""

import copy
import functools
import time

from ..guard import REFUSED
from .attempt import attempt
from .script import run_script

RESERVED_SECONDS = 0.7
LEAST_SECONDS = 0.2


class Way:
    def __init__(self, run_name="__main__", arguments=("--help",)):
        self.run_name = run_name
        self.arguments = list(arguments)
        self.programs = REFUSED
        self.listening = False  # parse in earnest, and tell which parser shows help
        self.pretended = False  # what it does not find seems there
        self.light = False  # only libraries for command lines are imported
        self.passes = 0  # how many parsers to let parse before the one that is told

    def but(self, **changes):
        other = copy.copy(self)
        vars(other).update(changes)
        return other


class Runner:
    def __init__(self, source, options):
        self.source = source
        self.options = options
        self.deadline = options.started + options.seconds - RESERVED_SECONDS

    def left(self):
        return self.deadline - time.monotonic()

    def has_time(self):
        return self.left() >= LEAST_SECONDS

    def run(self, way, share=1):
        """The outcome of one attempt, which gets this share of the time that is left."""
        work = functools.partial(run_script, self.source, self.options.name, way)
        outcome = attempt(work, max(self.left() * share, LEAST_SECONDS), self.options.memory_bytes)
        outcome.run_name = way.run_name
        return outcome
