"""tyro, which creates an argparse parser."""

from __future__ import annotations

import sys
import warnings

from ..session import finish
from .argparse import spec_of_parser

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


KEPT = ("prog", "description", "default", "use_underscores", "config", "registry")


def hook_tyro(module: Any) -> None:
    makers: list[Any] = [sys.modules.get(name) for name in ("tyro._cli", "tyro.extras")]
    get_parser = next(maker.get_parser for maker in makers if hasattr(maker, "get_parser"))

    def cli(function: Callable[..., Any], **keywords: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = get_parser(function, **{key: keywords[key] for key in KEPT if key in keywords})
        finish(spec_of_parser(parser, "tyro"))

    module.cli = cli
