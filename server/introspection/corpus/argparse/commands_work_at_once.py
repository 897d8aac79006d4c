"""Commands that work at once, next to one with a parser."""
import argparse
import os
import subprocess
import sys


def clean():
    with open("cleaned.txt", "w") as file:
        file.write("the work was done")


def remove():
    subprocess.run(["touch", "removed.txt"])
    os.remove(__file__)


def show(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--found")
    parser.parse_args(words)


command = sys.argv[1] if len(sys.argv) > 1 else ""
if command == "clean":
    clean()
elif command == "remove":
    remove()
elif command == "show":
    show(sys.argv[2:])
