"""The command line of this program."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


class Options:
    def __init__(self) -> None:
        self.started = time.monotonic()
        self.out_fd: int | None = None
        self.name = ""
        self.seconds = 8.0
        self.memory_bytes = 238 << 20
        self.paths: list[Any] = []
        self.stub_imports = True
        self.static = False
        self.programs = False
        self.script = ""


def parse_options(argv: list[str]) -> Options | None:
    """The options of this program, or None if they are invalid. Without argparse, which is hooked for the script."""
    options = Options()
    rest = list(argv)
    valued = {
        "--out-fd": lambda value: setattr(options, "out_fd", int(value)),
        "--name": lambda value: setattr(options, "name", value),
        "--timeout": lambda value: setattr(options, "seconds", float(value)),
        "--memory-mb": lambda value: setattr(options, "memory_bytes", int(value) << 20),
        "--path": options.paths.append,
    }
    while rest and rest[0].startswith("--"):
        option = rest.pop(0)
        if option == "--no-stub-imports":
            options.stub_imports = False
        elif option == "--static":
            options.static = True
        elif option == "--programs":
            options.programs = True
        elif option in valued and rest:
            valued[option](rest.pop(0))
        elif option != "--":
            return None
    if len(rest) != 1:
        return None
    options.script = os.path.abspath(rest[0])
    options.name = os.path.basename(options.name or options.script)
    return options
