"""Tells its commands apart by itself."""
import argparse, sys
def add():
    p = argparse.ArgumentParser(); p.add_argument("x", type=int); p.parse_args(sys.argv[2:])
def rm():
    p = argparse.ArgumentParser(); p.add_argument("--force", action="store_true"); p.parse_args(sys.argv[2:])
try:
    globals()[sys.argv[1]]()
except (IndexError, KeyError):
    print("usage")
