"""Leaves without any cleaning up."""
import argparse
import os

os._exit(0)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
