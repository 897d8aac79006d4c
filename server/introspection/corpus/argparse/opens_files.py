"""Opens what it is given, under names that do not say so."""
import argparse
import os
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--letters")
parser.add_argument("--genes", nargs="*")
parser.add_argument("--place")
parser.add_argument("--report")
parser.add_argument("--settings", default="x")
parser.add_argument("--checked")
parser.add_argument("--where")
parser.add_argument("--greeting")
parser.add_argument("--size", type=int)


def main():
    arguments = parser.parse_args()
    with open(arguments.letters) as file:
        print(file.read())
    for gene in arguments.genes:
        print(Path(gene).read_text())
    print(os.listdir(arguments.place))
    report = arguments.report
    with open(report, "w") as file:
        file.write(arguments.greeting)
    print(Path(arguments.settings).expanduser().exists())
    if not os.path.isfile(arguments.checked):
        raise SystemExit("no such file")
    os.makedirs(arguments.where)


main()
