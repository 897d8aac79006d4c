"""Random parsers as plain dictionaries: what a script declares, and what a library makes of values for it.

A parameter has `dest`, `kind` ("option" or "positional"), `flags`, `action`, `nargs`, `type`, `default`, `const`,
`choices` and `required`, all as in argparse; `None` or a missing key is the library's default.
"""
import random

NAMES = ["name", "number", "verbose", "output", "n_jobs", "x", "evil", "words", "z", "delete", "sep", "pair", "constructor"]
TEXTS = ["plain text", "two", "a-b", "x=y", "5"]
TYPES = {"str": str, "int": int, "float": float}


class Chance(random.Random):
    def happens(self, probability):
        return self.random() < probability


def convert(kind, text):
    return text if kind in (None, "str") else TYPES[kind](text)


def value_type(chance):
    return chance.choice([None, None, None, "int", "float"])


def default_of(chance, kind):
    if kind == "int":
        return chance.choice([0, 1, -3, 42])
    if kind == "float":
        return chance.choice([0.5, -2.0, 1e5])
    return chance.choice(TEXTS)


def take(chance, names):
    return names.pop(chance.randrange(len(names)))


def plain(value):
    """A value as JSON: tuples become lists, and numbers that JSON has no words for become text."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return "%s(%s)" % (type(value).__name__, value)


def literal(value):
    return repr(value)


def call(name, positional, keywords):
    parts = [literal(value) for value in positional]
    parts += ["%s=%s" % (key, text) for key, text in keywords.items()]
    return "%s(%s)" % (name, ", ".join(parts))
