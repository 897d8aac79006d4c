"""Prints to the error stream for ever."""
import argparse
import sys

while True:
    sys.stderr.write("x" * 10000)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
