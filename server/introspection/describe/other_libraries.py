"""tyro and jsonargparse: both end in an argparse parser of their own making."""
import sys
import warnings

from .argparse_ import spec_of_parser
from .session import finish, from_command_line

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


def hook_jsonargparse(module):
    parser_class = module.ArgumentParser
    original = parser_class.parse_args

    def parse_args(self, args=None, *rest, **keywords):
        if args is not None and not from_command_line(args):
            return original(self, args, *rest, **keywords)
        finish(spec_of_parser(self, "jsonargparse"))

    parser_class.parse_args = parse_args
