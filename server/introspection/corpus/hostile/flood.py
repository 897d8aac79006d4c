"""Prints for ever."""
import argparse

while True:
    print("x" * 10000)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
