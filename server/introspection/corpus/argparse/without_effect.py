"""Flags whose value is the same with and without them."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--shuffle", action="store_true", default=True)
parser.add_argument("--no-cuda", action="store_false", default=False)
parser.add_argument("--fine", action="store_true")
parser.parse_args()
