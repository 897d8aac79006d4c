#!/usr/bin/env python3
"""Every action of argparse."""
import argparse
import sys

__version__ = "0.9"


class KeyValue(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, dict(value.split("=") for value in values))


class Loud(argparse.Action):
    def __init__(self, option_strings, dest, **kwargs):
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        namespace.loud = True


def main():
    parser = argparse.ArgumentParser(prog="acts", description="Runs %(prog)s.", epilog="See also: nothing.")
    parser.add_argument("--version", action="version", version="%(prog)s version 3.2.1")
    parser.add_argument("--plain", help="plain (default: %(default)s), 100%% sure", default="p")
    parser.add_argument("-t", "--on", action="store_true")
    parser.add_argument("--off", action="store_false", dest="keep")
    parser.add_argument("--answer", action="store_const", const=42)
    parser.add_argument("--tag", action="append")
    parser.add_argument("--red", action="append_const", const="r", dest="colours")
    parser.add_argument("--green", action="append_const", const="g", dest="colours")
    parser.add_argument("--more", action="extend", nargs="+", type=int)
    parser.add_argument("-v", "--verbose", action="count", default=0)
    if sys.version_info >= (3, 9):
        parser.add_argument("--colour", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--pair", action=KeyValue, nargs="*", metavar="KEY=VALUE", default={})
    parser.add_argument("--loud", action=Loud)
    parser.add_argument("--quiet-default", action="store_true", default=argparse.SUPPRESS)
    parser.add_argument("--nobody-sees", help=argparse.SUPPRESS)
    parser.parse_args()
    raise SystemExit("the work was done")


if __name__ == "__main__":
    main()
