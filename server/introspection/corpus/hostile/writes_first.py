"""Writes a file first."""
import argparse
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

MARKER.write_text("work")

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
