"""Leaves at once."""
import argparse
import sys

if len(sys.argv) < 99:
    sys.exit("not with me")

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
