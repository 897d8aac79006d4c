"""jsonargparse, which ends in an argparse parser of its own making."""

from ..session import finish, from_command_line
from .argparse import spec_of_parser


def hook_jsonargparse(module):
    parser_class = module.ArgumentParser
    original = parser_class.parse_args

    def parse_args(self, args=None, *rest, **keywords):
        if args is not None and not from_command_line(args):
            return original(self, args, *rest, **keywords)
        finish(spec_of_parser(self, "jsonargparse"))

    parser_class.parse_args = parse_args
