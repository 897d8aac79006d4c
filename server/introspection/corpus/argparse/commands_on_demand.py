"""Looks at the command line for its command, and makes the parser of that one alone."""
import argparse
import sys

COMMANDS = {"phase": [("--sample", str), ("--limit", int)], "list": [], "stats": [("--tsv", str)]}


def command_of(words):
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for name in COMMANDS:
        commands.add_parser(name, help="Does %s" % name, add_help=False).set_defaults(command=name)
    found, _ = parser.parse_known_args(words)
    if not getattr(found, "command", None):
        parser.error("Name a command")
    return found.command


def main():
    command = command_of(sys.argv[1:])
    parser = argparse.ArgumentParser()
    parser.add_argument("--debug", action="store_true")
    own = parser.add_subparsers().add_parser(command)
    for flag, kind in COMMANDS[command]:
        own.add_argument(flag, type=kind)
    parser.parse_args()


if __name__ == "__main__":
    main()
