"""Closes every file it did not open."""
import argparse
import os

os.closerange(3, 256)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
