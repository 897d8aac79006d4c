"""Counts seconds, and ends as it is told to."""
import argparse
import time

parser = argparse.ArgumentParser(description="Counts seconds, and ends as it is told to.")
parser.add_argument("--seconds", type=int, default=0)
parser.add_argument("--exit", type=int, default=0, help="the exit code")
args = parser.parse_args()
for second in range(args.seconds):
    print(f"second {second + 1}", flush=True)
    time.sleep(1)
raise SystemExit(args.exit)
