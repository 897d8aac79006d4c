"""tyro and jsonargparse, which end in an argparse parser of their own making; cyclopts and clize, which read functions."""

import sys
import warnings

from ..session import finish
from .argparse import spec_of_parser

KEPT = ("prog", "description", "default", "use_underscores", "config", "registry")


def hook_tyro(module):
    makers = [sys.modules.get(name) for name in ("tyro._cli", "tyro.extras")]
    get_parser = next(maker.get_parser for maker in makers if hasattr(maker, "get_parser"))

    def cli(function, **keywords):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = get_parser(function, **{key: keywords[key] for key in KEPT if key in keywords})
        finish(spec_of_parser(parser, "tyro"))

    module.cli = cli
