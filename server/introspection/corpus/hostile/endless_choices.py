"""Choices that never end, and choices that refuse to be listed."""
import argparse
import itertools

class Container:
    def __contains__(self, item):
        return True


parser = argparse.ArgumentParser()
parser.add_argument("--found", choices=itertools.count(), metavar="N")
parser.add_argument("--asked", choices=Container(), metavar="X")
parser.parse_args()
