"""docopt's reading of a usage text, for where docopt is not installed: the same nodes, without matching."""

import re


class Node:
    def __init__(self, *children):
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
    def __init__(self, name):
        self.name = name


class Argument(Command):
    pass


class Option:
    def __init__(self, short=None, long=None, argcount=0, value=None):
        self.short, self.long, self.argcount, self.value = short, long, argcount, value
        self.name = long or short


def parse_section(name, doc):
    pattern = r"(?im)^([^\n]*%s[^\n]*\n?(?:[ \t].*?(?:\n|$))*)" % re.escape(name)
    return [found.strip() for found in re.findall(pattern, doc)] or [name]


def parse_defaults(doc):
    """The options that the text describes."""
    options = []
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


def formal_usage(section):
    """The usage lines as one pattern: (line) | (line)."""
    words = section.partition(":")[2].split()
    if not words:
        return "( )"
    return "( " + " ".join(") | (" if word == words[0] else word for word in words[1:]) + " )"


def parse_pattern(source, options):
    spaced = re.sub(r"([\[\]()|]|\.\.\.)", r" \1 ", source)
    words = re.findall(r"<[^>]*>|\S+", re.sub(r"(--?[\w-]+=?) *<", r"\1<", spaced))
    return Required(*Reader(words, options).either())


class Reader:
    def __init__(self, words, options):
        self.words, self.options = words, options

    def next(self):
        return self.words[0] if self.words else None

    def either(self):
        found = [self.sequence()]
        while self.next() == "|":
            self.words.pop(0)
            found.append(self.sequence())
        if len(found) == 1:
            return found[0]
        return [Either(*(Required(*one) if len(one) != 1 else one[0] for one in found))]

    def sequence(self):
        found = []
        while self.next() not in (None, "]", ")", "|"):
            nodes = self.atom()
            if self.next() == "...":
                self.words.pop(0)
                nodes = [OneOrMore(*nodes)]
            found += nodes
        return found

    def atom(self):
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

    def long(self, word):
        name, _, value = re.sub(r"<.*", "=x", word).replace("==", "=").partition("=")
        known = next((one for one in self.options if one.long == name), None)
        if known is None:
            known = Option(None, name, 1 if value else 0)
            self.options.append(known)
        elif known.argcount and not value:
            self.take_value()
        return known

    def shorts(self, letters):
        found = []
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

    def take_value(self):
        if self.next() not in (None, "]", ")", "|", "..."):
            self.words.pop(0)
