"""Prints a help text of its own before it asks its parser, which is a class's."""
import argparse
import sys


class Settings:
    parser = argparse.ArgumentParser()

    def __init__(self, words):
        self.words = words
        self.parser = argparse.ArgumentParser(prog="own")

    def read(self):
        self.parser.add_argument("--check", action="store_true")
        self.parser.add_argument("files", nargs="+")
        return self.parser.parse_args(self.words[1:])


def main(words=None):
    settings = Settings(sys.argv)
    if "--help" in settings.words:
        print("usage: own [--check] files\n  --check  look only\n  --old   not any more")
        return 0
    settings.read()
    return 1


if __name__ == "__main__":
    sys.exit(main())
