"""Usage: argv.py IN OUT"""
import sys

source = sys.argv[1]
target = sys.argv[2]
