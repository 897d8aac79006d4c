"""Catches everything, then works."""
import argparse
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--found")
    parser.parse_args()
    MARKER.touch()


try:
    main()
except BaseException:
    MARKER.touch()
finally:
    MARKER.touch()
