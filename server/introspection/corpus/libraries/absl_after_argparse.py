"""A parser of argparse lets through what the flags of absl read afterwards."""
import argparse
import sys

from absl import app, flags

flags.DEFINE_string("extra", "x", "a flag of absl")


def main(_):
    raise SystemExit("the work was done")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=10, help="how many")
    parser.add_argument("--where", default="/tmp/x")
    arguments, others = parser.parse_known_args()
    app.run(main=main, argv=[sys.argv[0]] + others)
