"""Looks for its options by itself."""
import sys

width, out, files = 800, None, []
fast = "--fast" in sys.argv
i = 1
while i < len(sys.argv):
    word = sys.argv[i]
    if word in ("-h", "--help"):
        sys.exit("no help")
    elif word in ("-w", "--width"):
        i += 1
        width = int(sys.argv[i])
    elif word.startswith("--out="):
        out = word.split("=", 1)[1]
    elif word == "-v" or word == "--verbose":
        verbose = True
    else:
        files.append(word)
    i += 1
raise SystemExit("the work was done")
