"""Texts that break the formatting."""
import argparse

parser = argparse.ArgumentParser(description="100% of %(nothing)s", usage="%(prog", epilog="\ud800")
parser.add_argument("--found", help="50 % of %(nothing)s and %d", metavar="]%s[")
parser.parse_args()
