"""Dies before its parser; the source tells most."""
import argparse
import pathlib

SIZES = ["s", "m"]
settings = open("/nonexistent/settings.json").read()


def main():
    parser = argparse.ArgumentParser(description="Reads " + "settings")
    parser.add_argument("--alpha", type=int, default=3, help="the alpha")
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--path", type=pathlib.Path)
    parser.add_argument("--odd", type=settings.convert, default=settings.odd)
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--one", action="store_true")
    either.add_argument("--two")
    commands = parser.add_subparsers(dest="command")
    go = commands.add_parser("go", help="goes")
    go.add_argument("where", choices=["n", "s"])
    parser.parse_args()


main()
