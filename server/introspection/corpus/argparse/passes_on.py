"""Lets options through to another program, and shows them in its help text."""
import argparse


class Parser(argparse.ArgumentParser):
    def print_help(self, file=None):
        super().print_help(file)
        print("\nOptions of the program behind it:\n  -c  compact")
        print("  --arg NAME VALUE  a variable\n  --mine M  not again")


parser = Parser()
parser.add_argument("--mine")
parser.add_argument("--about", action="version", version="1.0")
parser.parse_known_args()
