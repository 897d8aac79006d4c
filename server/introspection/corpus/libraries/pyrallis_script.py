"""pyrallis: a dataclass within a dataclass."""
from dataclasses import dataclass, field

import pyrallis


@dataclass
class Optimizer:
    rate: float = 0.1


@dataclass
class Settings:
    """Trains."""

    workers: int = 8
    resume: bool = False
    optimizer: Optimizer = field(default_factory=Optimizer)


@pyrallis.wrap()
def main(settings: Settings):
    raise SystemExit("the work was done")


if __name__ == "__main__":
    main()
