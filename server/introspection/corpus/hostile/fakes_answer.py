"""Writes rubbish to every open file."""
import argparse
import os

for number in range(3, 64):
    try:
        os.write(number, b'{"command": 1}\n{"end": 5}\n[]\n\xff\n{"stuck": 1}\n')
    except OSError:
        continue

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
