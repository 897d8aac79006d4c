"""Loops, deaf to every signal."""
import argparse
import signal

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
