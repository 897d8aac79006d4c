"""Lists its commands by itself; the one parser that is built before belongs to a helper."""
import argparse
import optparse
import sys

helper = argparse.ArgumentParser()
helper.add_argument("url")
COMMANDS = {}


def command(function):
    COMMANDS[function.__name__] = function
    return function


@command
def fetch(words):
    parser = argparse.ArgumentParser(prog="tool fetch", description="Fetches a page.")
    parser.add_argument("--depth", type=int)
    parser.parse_known_args(words)
    raise SystemExit("the work was done")


@command
def view(words):
    parser = optparse.OptionParser(usage="%prog view [options] PAGE")
    parser.add_option("--plain", action="store_true")
    parser.parse_args(words)
    raise SystemExit("the work was done")


def main():
    name = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    if name not in COMMANDS:
        print("Usage:\n  tool <command> [options]\n\nAvailable commands:\n  fetch   Fetch a page\n  view    Open a page\n")
        sys.exit(0)
    COMMANDS[name](sys.argv[2:])


main()
