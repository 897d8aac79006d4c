"""Shows its help by itself when nothing is given, and has one of its own for --help."""
import argparse
import sys

if "--help" in sys.argv:
    print("write to the author")
    sys.exit(0)
parser = argparse.ArgumentParser()
parser.add_argument("file")
if len(sys.argv) > 1:
    parser.print_help()
    sys.exit(1)
parser.parse_args()
