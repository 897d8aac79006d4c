"""gflags, from which absl's flags come."""

from __future__ import annotations

import sys

from ..session import finish, from_command_line
from ..spec import new_command
from ..syntax.help_texts import free_arguments
from .absl import describe_flag, with_ids

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command


def hook(module: Any) -> None:
    parse = module.FlagValues.__call__

    def call(self: Any, argv: Any, known_only: bool = False) -> Any:
        if not from_command_line(list(argv)[1:]):
            return parse(self, argv)
        return finish({"engine": "absl", "command": describe(self)})

    module.FlagValues.__call__ = call


def describe(values: Any) -> Command:
    by_module = values.FlagsByModuleDict()
    local = by_module.get("__main__") or by_module.get(sys.argv[0])
    shown = local or [flag for name, flags in by_module.items() if "gflags" not in name for flag in flags]
    documentation = getattr(sys.modules.get("__main__"), "__doc__", None)
    return new_command(
        description=documentation, params=with_ids([describe_flag(flag) for flag in shown] + [free_arguments()])
    )
