"""Looks its first word up in a table and hands the others to the function that is there."""
import argparse
import sys


def run(argv):
    parser = argparse.ArgumentParser(prog="tool run", description="Runs a target.")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("target")
    parser.parse_args(argv)
    raise SystemExit("the work was done")


def show(argv):
    parser = argparse.ArgumentParser(prog="tool show")
    parser.add_argument("--all", action="store_true")
    parser.parse_args(argv)
    raise SystemExit("the work was done")


def about(_):
    print("tool")


COMMANDS = {"run": run, "show": show, "about": about}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print("usage: tool {run,show,about} ...")
        sys.exit(1)
    COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
