"""clize: functions as commands, by way of argparse."""

from .function_parsers import positional_first


def hook_clize(module):
    module.run = positional_first
