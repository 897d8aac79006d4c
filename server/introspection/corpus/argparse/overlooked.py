"""Required exclusive groups, whose members argparse overlooked until Python 3.12.7 if they had their default."""
import argparse

parser = argparse.ArgumentParser()
either = parser.add_mutually_exclusive_group(required=True)
either.add_argument("--n-jobs", nargs="?", const="all cores", default="all cores")
either.add_argument("--nothing", nargs="?")
either.add_argument("--other", nargs="?", const="a", default="".join(["long", "er"]))
either.add_argument("--small", type=int, default=5)
either.add_argument("--large", type=int, default=5000)
either.add_argument("--letter", default="x")
either.add_argument("--converted", type=int, nargs="?", const="5", default="5")
loose = parser.add_mutually_exclusive_group()
loose.add_argument("--free", type=int, default=1)
loose.add_argument("--also")
parser.parse_args()
