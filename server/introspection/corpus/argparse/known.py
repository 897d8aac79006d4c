"""A pre-parser, then the real one on what is left."""
import argparse

early = argparse.ArgumentParser(add_help=False)
early.add_argument("-c", "--config", metavar="FILE")
early.add_argument("--plugin", choices=["a", "b"], default="a")
known, rest = early.parse_known_args()
parser = argparse.ArgumentParser()
parser.add_argument("--%s-option" % known.plugin)
parser.add_argument("name")
parser.parse_args(rest)
