"""Reads a usage text into the same nodes as docopt, for where docopt is not installed."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


class Node:
    def __init__(self, *children: Any) -> None:
        self.children = list(children)


class Required(Node):
    pass


class Optional(Node):
    pass


class OptionsShortcut(Node):
    pass


class OneOrMore(Node):
    pass


class Either(Node):
    pass


class Command:
    def __init__(self, name: str) -> None:
        self.name = name


class Argument(Command):
    pass


class Option:
    def __init__(self, short: str | None = None, long: Any = None, argcount: Any = 0) -> None:
        self.short, self.long, self.argcount = short, long, argcount
        self.value: Any = None
        self.name = long or short


def parse_section(name: str, doc: str) -> Any:
    pattern = r"(?im)^([^\n]*%s[^\n]*\n?(?:[ \t].*?(?:\n|$))*)" % re.escape(name)
    return [found.strip() for found in re.findall(pattern, doc)] or [name]


def parse_defaults(doc: str) -> Any:
    """The options that the text describes."""
    options: list[Any] = []
    for found in re.finditer(r"(?m)^[ \t]*(-\S.*(?:\n(?![ \t]*-|\s*\n|\S).*)*)", doc):
        described, _, help_text = found.group(1).partition("  ")
        option = Option()
        for word in described.replace(",", " ").replace("=", " ").split():
            if word.startswith("--"):
                option.long = word
            elif word.startswith("-"):
                option.short = word
            else:
                option.argcount = 1
        default = re.search(r"(?i)\[default: (.*)\]", help_text) if option.argcount else None
        option.value = default.group(1) if default else None
        option.name = option.long or option.short
        options.append(option)
    return options


def formal_usage(section: str) -> Any:
    """The usage lines as one pattern: (line) | (line)."""
    words = section.partition(":")[2].split()
    if not words:
        return "( )"
    return "( " + " ".join(") | (" if word == words[0] else word for word in words[1:]) + " )"


def parse_pattern(source: str, options: list[Any]) -> Any:
    spaced = re.sub(r"([\[\]()|]|\.\.\.)", r" \1 ", source)
    words = re.findall(r"<[^>]*>|\S+", re.sub(r"(--?[\w-]+=?) *<", r"\1<", spaced))
    return Required(*Reader(words, options).either())


class Reader:
    def __init__(self, words: list[str], options: list[Any]) -> None:
        self.words, self.options = words, options

    def next(self) -> Any:
        return self.words[0] if self.words else None

    def either(self) -> Any:
        found = [self.sequence()]
        while self.next() == "|":
            self.words.pop(0)
            found.append(self.sequence())
        if len(found) == 1:
            return found[0]
        return [Either(*(Required(*one) if len(one) != 1 else one[0] for one in found))]

    def sequence(self) -> Any:
        found: list[Any] = []
        while self.next() not in (None, "]", ")", "|"):
            nodes = self.atom()
            if self.next() == "...":
                self.words.pop(0)
                nodes = [OneOrMore(*nodes)]
            found += nodes
        return found

    def atom(self) -> Any:
        word = self.words.pop(0)
        if word in ("(", "["):
            inner = self.either()
            if self.next() in (")", "]"):
                self.words.pop(0)
            return [(Optional if word == "[" else Required)(*inner)]
        if word == "options":
            return [OptionsShortcut()]
        if word.startswith("--") and word != "--":
            return [self.long(word)]
        if word.startswith("-") and word not in ("-", "--"):
            return self.shorts(word[1:])
        return [Argument(word) if word.startswith("<") or word.isupper() else Command(word)]

    def long(self, word: str) -> Any:
        name, _, value = re.sub(r"<.*", "=x", word).replace("==", "=").partition("=")
        known = next((one for one in self.options if one.long == name), None)
        if known is None:
            known = Option(None, name, 1 if value else 0)
            self.options.append(known)
        elif known.argcount and not value:
            self.take_value()
        return known

    def shorts(self, letters: str) -> Any:
        found: list[Any] = []
        while letters:
            flag, letters = "-" + letters[0], letters[1:]
            known = next((one for one in self.options if one.short == flag), None)
            if known is None:
                known = Option(flag)
                self.options.append(known)
            found.append(known)
            if known.argcount:
                if not letters:
                    self.take_value()
                break
        return found

    def take_value(self) -> None:
        if self.next() not in (None, "]", ")", "|", "..."):
            self.words.pop(0)
