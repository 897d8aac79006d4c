"""jsonargparse, which creates an argparse parser."""

from __future__ import annotations

from ..session import finish, from_command_line
from .argparse import spec_of_parser

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


def hook_jsonargparse(module: Any) -> None:
    parser_class = module.ArgumentParser
    original = parser_class.parse_args

    def parse_args(self: Any, args: Any = None, *rest: Any, **keywords: Any) -> Any:
        if args is not None and not from_command_line(args):
            return original(self, args, *rest, **keywords)
        return finish(spec_of_parser(self, "jsonargparse"))

    parser_class.parse_args = parse_args
