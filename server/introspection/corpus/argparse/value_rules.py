"""Choices in any case, options that may stand alone, lists that take everything, choices from a set."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--color", type=str.lower, choices=["red", "green"])
parser.add_argument("--exact", choices=["red", "green"])
parser.add_argument("--level", choices={"low", "high", "middle"})
parser.add_argument("--listed", choices=list({"low", "high", "middle"}))
parser.add_argument("--cache", nargs="?", const="auto", default="off")
parser.add_argument("--bare", nargs="?", type=bool)
parser.add_argument("--run", action="append", nargs=argparse.REMAINDER)
parser.add_argument("--command", nargs=argparse.REMAINDER, default=["ls", "-l"])
parser.parse_args()
