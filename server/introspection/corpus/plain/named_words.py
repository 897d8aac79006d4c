"""Looks at its words by the name that it gives to all of them."""
import sys


def main():
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 1
    target = words[0]
    times = int(words[1]) if len(words) > 1 else 2
    sources = words[2:]
    raise SystemExit("the work was done")


if __name__ == "__main__":
    sys.exit(main())
