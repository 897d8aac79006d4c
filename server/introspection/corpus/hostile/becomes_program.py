"""Becomes another program."""
import argparse
import os
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

os.execv("/bin/sh", ["sh", "-c", "touch '%s'" % MARKER])

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
