"""Old school.

  -o FILE, --output=FILE  where to write
  -v                      talk
"""
import getopt
import sys

options, rest = getopt.getopt(sys.argv[1:], "ho:v", ["help", "output="])
