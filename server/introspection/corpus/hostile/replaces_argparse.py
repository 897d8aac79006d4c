"""Brings its own way to parse."""
import argparse
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

argparse.ArgumentParser.parse_args = lambda *_: MARKER.touch()

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
