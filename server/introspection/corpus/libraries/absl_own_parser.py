"""absl runs a function of the script that parses by argparse."""
from absl import app
from absl.flags import argparse_flags


def parse(argv):
    parser = argparse_flags.ArgumentParser(description="Steps.")
    parser.add_argument("--steps", type=int, default=3)
    return parser.parse_args(argv[1:])


def main(_):
    raise SystemExit("the work was done")


app.run(main, flags_parser=parse)
