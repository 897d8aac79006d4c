"""A type that works when it is asked."""
import argparse
import os
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

def convert(string):
    MARKER.touch()
    os.mkdir(string)
    return string


parser = argparse.ArgumentParser()
parser.add_argument("--found", type=convert, choices=["a"], default=object())
parser.parse_args()
