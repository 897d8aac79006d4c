"""Asks the shell to work."""
import argparse
import os
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

assert os.system("touch '%s'" % MARKER) == 0

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
