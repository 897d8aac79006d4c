"""One parser reads the command and leaves the other words to the parser of that command."""
import argparse


def upload(words):
    parser = argparse.ArgumentParser(prog="tool upload")
    parser.add_argument("--repository", default="main")
    parser.add_argument("dists", nargs="+")
    parser.parse_args(words)
    raise SystemExit("the work was done")


def check(words):
    parser = argparse.ArgumentParser(prog="tool check")
    parser.add_argument("--strict", action="store_true")
    parser.parse_args(words)
    raise SystemExit("the work was done")


COMMANDS = {"upload": upload, "check": check}

parser = argparse.ArgumentParser()
parser.add_argument("--no-color", action="store_true")
parser.add_argument("command", choices=COMMANDS)
parser.add_argument("args", help=argparse.SUPPRESS, nargs=argparse.REMAINDER)
args = parser.parse_args()
COMMANDS[args.command](args.args)
