"""Defaults that name this machine's folders."""
import argparse
import os
import tempfile

parser = argparse.ArgumentParser(description="Beside " + __file__)
parser.add_argument("--data", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
parser.add_argument("--here", default=os.getcwd(), help="default: %(default)s")
parser.add_argument("--temporary", default=tempfile.gettempdir())
parser.parse_args()
