import sys

if "--help" in sys.argv:
    print("""Usage: usage.py [options] FILE

Options:
  -o, --out FILE    where to
  --fast            quickly
""")
    sys.exit()
raise SystemExit("the work was done")
