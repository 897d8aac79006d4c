"""Unknown options are passed on."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--mine")
args, others = parser.parse_known_args()
