"""Fleet.

Usage:
  fleet.py ship new <name>...
  fleet.py ship sink <x> <y> [--speed=<kn>]
  fleet.py mine (set|remove) <x> [--moored|--drifting] [-v...]
  fleet.py swap (<from> <to>)...
  fleet.py -h | --help

Options:
  --speed=<kn>  Speed in knots [default: 10].
  --moored      Moored mine.
  --drifting    Drifting mine.
"""
from docopt import docopt

if __name__ == "__main__":
    docopt(__doc__, version="Fleet 2.0")
