"""More choices than any form can hold."""
import argparse
import itertools

parser = argparse.ArgumentParser()
parser.add_argument("--city", choices=["city %d" % number for number in range(50000)])
parser.add_argument("--endless", choices=itertools.count(), metavar="N")
for number in range(300):
    parser.add_argument("--long-%d" % number, help="help " * 4000)
parser.parse_args()
