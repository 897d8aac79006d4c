"""Strings that are more than strings."""
import argparse
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

class Liar(str):
    def __str__(self):
        raise SystemExit(1)

    def encode(self, *rest):
        MARKER.touch()
        return b""


parser = argparse.ArgumentParser(description=Liar("d"), epilog=Liar("e"))
parser.add_argument(Liar("--found"), help=Liar("h"), default=Liar("v"))
parser.parse_args()
