"""Tells its commands apart by itself."""
import argparse, sys
REG = {}
def register(name):
    def deco(f): REG[name] = f; return f
    return deco
@register("add")
def add(argv):
    p = argparse.ArgumentParser(); p.add_argument("x", type=int); p.parse_args(argv)
@register("sub")
def sub(argv):
    p = argparse.ArgumentParser(); p.add_argument("y", type=int); p.parse_args(argv)
def main():
    command = sys.argv.pop(1)
    REG[command](sys.argv[1:])
main()
