"""A parser of its own that reads options between positionals in its parse_args, and lets unknown ones through."""
import argparse


class Parser(argparse.ArgumentParser):
    def parse_args(self, args=None, namespace=None):
        return super().parse_known_intermixed_args(args, namespace)[0]


parser = Parser()
parser.add_argument("--delete", action="store_true")
parser.add_argument("files", nargs="+")
parser.parse_args()
