"""Works when Python ends."""
import argparse
import atexit
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

atexit.register(MARKER.touch)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
