"""A parser for the first word alone, without choices: the word is the name of a method."""
import argparse
import sys


class Tool:
    def __init__(self):
        parser = argparse.ArgumentParser(description="Keeps versions", usage="tool <command> [<args>]")
        parser.add_argument("command", help="Subcommand to run")
        args = parser.parse_args(sys.argv[1:2])
        if not hasattr(self, "do_" + args.command):
            parser.print_help()
            sys.exit(1)
        getattr(self, "do_" + args.command)()

    def do_commit(self):
        parser = argparse.ArgumentParser(description="Record changes")
        parser.add_argument("--amend", action="store_true")
        parser.parse_args(sys.argv[2:])
        raise SystemExit("the work was done")

    def do_fetch(self):
        parser = argparse.ArgumentParser(description="Download")
        parser.add_argument("repository")
        parser.parse_args(sys.argv[2:])
        raise SystemExit("the work was done")


Tool()
