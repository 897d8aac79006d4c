"""Parses the first word by itself, then the rest with the parser of the command that it names."""
import argparse
import sys


def count(words):
    parser = argparse.ArgumentParser(prog="count")
    parser.add_argument("folder")
    parser.add_argument("--days", type=int, default=7)
    parser.parse_args(words)


def clean(words):
    parser = argparse.ArgumentParser(prog="clean")
    parser.add_argument("--dry-run", action="store_true")
    parser.parse_args(words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["count", "clean"])
    named = parser.parse_args(sys.argv[1:2])
    globals()[named.command](sys.argv[2:])
