"""Parses what it knows, then never ends."""
import argparse
import time

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_known_args()
while True:
    time.sleep(0.01)
