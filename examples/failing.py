#!/usr/bin/env python3
"""Fail on purpose, in the way you choose, to see how a failed job is explained."""
import argparse
import os
import signal
import sys


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    how = ["exception", "exit code", "missing module", "killed", "memory"]
    parser.add_argument("--how", choices=how, default="exception", help="the way to fail")
    parser.add_argument("--code", type=int, default=3, help="exit code, where that is the way")
    return parser.parse_args()


def main():
    args = parse_arguments()
    print("Everything is fine so far.", flush=True)
    if args.how == "exit code":
        print("Something is wrong with the input.", file=sys.stderr)
        sys.exit(args.code)
    if args.how == "missing module":
        import a_module_that_is_not_installed  # noqa: F401
    if args.how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if args.how == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(64 * 1024 * 1024))
    raise ValueError("this script fails because it was asked to")


if __name__ == "__main__":
    main()
