"""Parses what it knows, then works."""
import argparse
import os
import pathlib
import shutil
import subprocess

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

parser = argparse.ArgumentParser()
parser.add_argument("--found")
args, rest = parser.parse_known_args()
try:
    subprocess.Popen(["touch", str(MARKER)])
except OSError:
    pass
try:
    shutil.copy(__file__, str(MARKER))
except OSError:
    pass
os.mkdir(str(MARKER))
