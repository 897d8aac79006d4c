"""Has names of its own for what others are called."""
import argparse
import builtins

class describe:
    pass


session = spec = guard = None
builtins.open = builtins.print = builtins.len = None

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
