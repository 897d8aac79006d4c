"""Every nargs."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("first")
parser.add_argument("two", nargs=2, type=float, metavar=("X", "Y"))
parser.add_argument("maybe", nargs="?", default="d")
parser.add_argument("some", nargs="+")
parser.add_argument("any", nargs="*", default=["a", "b"])
parser.add_argument("--one-list", nargs=1)
parser.add_argument("--opt", nargs="?", const="C", default="D")
parser.add_argument("--rows", nargs=2, action="append", type=int, default=[[1, 2]])
parser.add_argument("rest", nargs=argparse.REMAINDER)
parser.parse_args()
