"""Tells its commands apart by itself."""
import argparse, sys
def run(argv):
    p = argparse.ArgumentParser(); p.add_argument("--fast", action="store_true"); p.parse_args(argv)
def stop(argv):
    p = argparse.ArgumentParser(); p.add_argument("--now", action="store_true"); p.parse_args(argv)
actions = dict(run=run, stop=stop)
def main(argv=None):
    argv = sys.argv[1:] if argv is None else argv
    if not argv: print("usage: run|stop"); return 2
    cmd, *rest = argv
    return actions[cmd](rest)
if __name__ == "__main__": sys.exit(main())
