"""Copies a file, some times."""
import sys
from pathlib import Path

if len(sys.argv) < 3:
    sys.exit("too few")
source = Path(sys.argv[1])
target = sys.argv[2]
times = int(sys.argv[3]) if len(sys.argv) > 3 else 5
labels = sys.argv[4:]
if input("Sure? ") == "y":
    raise SystemExit("the work was done")
