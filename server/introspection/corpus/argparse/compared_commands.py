"""Compares its first word, and reads the others with optparse."""
import optparse
import sys


def add(args):
    parser = optparse.OptionParser(usage="%prog add [options] NAME")
    parser.add_option("-f", "--force", action="store_true")
    parser.parse_args(args)
    raise SystemExit("the work was done")


def remove(args):
    parser = optparse.OptionParser(usage="%prog rm NAME")
    parser.add_option("-r", action="store_true")
    parser.parse_args(args)
    raise SystemExit("the work was done")


command = sys.argv[1] if len(sys.argv) > 1 else "help"
if command == "add":
    add(sys.argv[2:])
elif command in ("rm", "remove"):
    remove(sys.argv[2:])
else:
    print("commands: add, rm")
