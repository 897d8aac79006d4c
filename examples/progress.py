#!/usr/bin/env python3
"""Count slowly, with a progress bar and colours, to watch output arrive live."""
import argparse
import sys
import time


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=40, help="how many steps to take")
    parser.add_argument("--pause", type=float, default=0.15, help="seconds between two steps")
    parser.add_argument("--label", default="Working", help="what to call the work")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more (repeat for even more)")
    return parser.parse_args()


def draw(label, done, total, started):
    share = done / total
    left = (time.time() - started) / max(done, 1) * (total - done)
    bar = ("█" * round(share * 24)).ljust(24)
    sys.stderr.write(f"\r{label}: {share:4.0%}|{bar}| {done}/{total} [{left:.0f}s left]")
    sys.stderr.flush()


def main():
    args = parse_arguments()
    started = time.time()
    for step in range(1, args.steps + 1):
        time.sleep(args.pause)
        draw(args.label, step, args.steps, started)
        if args.verbose and step % 10 == 0:
            print(f"\n\033[36mstep {step}\033[0m", flush=True)
        if args.verbose > 1:
            print(f"\033[2m{time.time() - started:.2f} s\033[0m", flush=True)
    print(f"\n\033[32mDone\033[0m: {args.steps} steps in {time.time() - started:.1f} s")


if __name__ == "__main__":
    main()
