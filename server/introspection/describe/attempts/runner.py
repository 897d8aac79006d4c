"""Runs the attempts, which share one limit of time."""

from __future__ import annotations

import functools
import os
import time

from .attempt import Attempt, Outcome
from .script import run_script

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Iterable, Iterator

    from ..options import Options
    from ..source.summary import SourceSummary
    from .settings import AttemptSettings

RESERVED_SECONDS = 0.7
LEAST_SECONDS = 0.2
PARALLEL = min(os.cpu_count() or 1, 4)


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
        outcome = self.start(settings, share).outcome()
        outcome.run_name = settings.run_name
        return outcome

    def run_each(self, plans: Iterable[AttemptSettings]) -> Iterator[Outcome]:
        """Run attempts that do not depend on each other, one per processor at a time, while there is time."""
        waiting = iter(plans)
        started: list[Attempt] = []
        try:
            while True:
                while len(started) < PARALLEL and self.has_time():
                    settings = next(waiting, None)
                    if settings is None:
                        break
                    started.append(self.start(settings))
                if not started:
                    return
                yield started.pop(0).outcome()
        finally:
            for one in started:
                one.end(Outcome())

    def start(self, settings: AttemptSettings, share: float = 1) -> Attempt:
        work = functools.partial(run_script, self.summary.source, self.options.name, settings)
        return Attempt(work, max(self.left() * share, LEAST_SECONDS), self.options.memory_bytes)
