"""A default that bites."""
import argparse
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

class Bites:
    def __repr__(self):
        MARKER.touch()
        raise SystemExit(1)

    __str__ = __hash__ = __iter__ = __len__ = __repr__

    def __eq__(self, other):
        raise KeyboardInterrupt


parser = argparse.ArgumentParser()
parser.add_argument("--found", default=Bites(), type=int, help="default %(default)s")
parser.parse_args()
