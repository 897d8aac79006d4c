#!/usr/bin/env python3
"""Work on text files: count words, search, or replace. Shows sub-commands with files in and out."""
import argparse
import collections
import pathlib
import re


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ignore-case", action="store_true", help="treat upper and lower case as the same")
    commands = parser.add_subparsers(dest="command", required=True, title="what to do")

    count = commands.add_parser("count", help="count the words of some files")
    count.add_argument("files", nargs="+", type=argparse.FileType("r"), help="text files")
    count.add_argument("--top", type=int, default=20, help="how many words to list")

    search = commands.add_parser("search", help="show the lines that match")
    search.add_argument("pattern", help="a regular expression")
    search.add_argument("file", type=argparse.FileType("r"), help="a text file")
    search.add_argument("--invert", action="store_true", help="show the lines that do not match")

    replace = commands.add_parser("replace", help="write a copy with something replaced")
    replace.add_argument("file", type=argparse.FileType("r"), help="a text file")
    replace.add_argument("--old", required=True, help="what to look for")
    replace.add_argument("--new", default="", help="what to put in its place")
    return parser.parse_args()


def count(args):
    words = collections.Counter()
    for file in args.files:
        text = file.read()
        words.update(re.findall(r"[^\W\d_]+", text.lower() if args.ignore_case else text))
    table = pathlib.Path("words.tsv")
    table.write_text("word\tcount\n" + "".join(f"{word}\t{n}\n" for word, n in words.most_common()), encoding="utf-8")
    for word, n in words.most_common(args.top):
        print(f"{n:8}  {word}")
    print(f"{sum(words.values())} words, {len(words)} different: see {table}")


def search(args):
    pattern = re.compile(args.pattern, re.IGNORECASE if args.ignore_case else 0)
    found = 0
    for number, line in enumerate(args.file, 1):
        if bool(pattern.search(line)) != args.invert:
            found += 1
            print(f"{number}: {line}", end="" if line.endswith("\n") else "\n")
    print(f"{found} lines")


def replace(args):
    text, times = re.subn(
        re.escape(args.old), lambda _: args.new, args.file.read(), flags=re.IGNORECASE if args.ignore_case else 0
    )
    copy = pathlib.Path(pathlib.Path(args.file.name).stem + "-replaced.txt")
    copy.write_text(text, encoding="utf-8")
    print(f"Replaced {times} times: see {copy}")


if __name__ == "__main__":
    arguments = parse_arguments()
    {"count": count, "search": search, "replace": replace}[arguments.command](arguments)
