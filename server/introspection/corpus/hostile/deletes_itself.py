"""Removes itself."""
import argparse
import os

os.remove(__file__)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
