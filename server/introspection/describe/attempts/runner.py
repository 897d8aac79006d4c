"""Runs the attempts, which share one limit of time."""

from __future__ import annotations

import functools
import time

from .attempt import attempt
from .script import run_script

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from ..attempts.attempt import Outcome
    from ..options import Options
    from ..source.summary import SourceSummary
    from .settings import AttemptSettings

RESERVED_SECONDS = 0.7
LEAST_SECONDS = 0.2


class Runner:
    def __init__(self, summary: SourceSummary, options: Options) -> None:
        self.summary = summary
        self.options = options
        self.deadline = options.started + options.seconds - RESERVED_SECONDS

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def has_time(self) -> bool:
        return self.left() >= LEAST_SECONDS

    def run(self, settings: AttemptSettings, share: float = 1) -> Outcome:
        """Run one attempt, with this share of the remaining time."""
        work = functools.partial(run_script, self.summary.source, self.options.name, settings)
        outcome = attempt(work, max(self.left() * share, LEAST_SECONDS), self.options.memory_bytes)
        outcome.run_name = settings.run_name
        return outcome
