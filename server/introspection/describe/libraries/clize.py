"""clize: functions as commands, through argparse."""

from __future__ import annotations

from .function_parsers import positional_first

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


def hook_clize(module: Any) -> None:
    module.run = positional_first
