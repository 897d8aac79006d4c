"""Takes all memory."""
import argparse

held = []
while True:
    held.append(bytes(16 << 20))

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
