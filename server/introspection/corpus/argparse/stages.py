"""Adds to its parser in stages, each time after a look at the command line; --help is left to the last."""
import argparse

early = argparse.ArgumentParser(add_help=False)
early.add_argument("--config")
options, _ = early.parse_known_args()

parser = argparse.ArgumentParser(parents=[early], add_help=False)
parser.add_argument("--creator", choices=["copy", "link"], default="copy")
options, _ = parser.parse_known_args()
if options.creator == "none":
    raise SystemExit("the work was done")
parser.add_argument("--prompt")
options, _ = parser.parse_known_args()
try:
    open(options.config or "no_such_settings")
except OSError:
    # Only who asks for help gets past this.
    parser.add_argument("-h", "--help", action="help")
    parser.add_argument("--late", type=int)
    if not vars(parser.parse_known_args()[0]).get("help"):
        raise SystemExit(1)
parser.add_argument("target")
parser.parse_args()
