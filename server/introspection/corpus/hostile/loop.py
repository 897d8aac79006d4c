"""Never comes to its parser."""
import argparse

while True:
    pass

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
