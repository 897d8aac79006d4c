"""Types that end the program."""
import argparse
import os
import sys

def convert(string):
    os._exit(3)


parser = argparse.ArgumentParser()
parser.add_argument("--found", type=convert)
parser.add_argument("--other", type=sys.exit)
parser.parse_args()
