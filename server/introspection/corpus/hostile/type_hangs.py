"""A type that never answers."""
import argparse

def convert(string):
    while True:
        pass


parser = argparse.ArgumentParser()
for letter in "abcdefghij":
    parser.add_argument("--" + letter, type=lambda string: convert(string), choices=[1, 2, 3], default=7)
parser.add_argument("--found", type=convert)
parser.parse_args()
