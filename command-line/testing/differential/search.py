"""Naive command lines for values: where one of them works, a refusal was wrong."""
import itertools
import re

MODERN_NUMBER = re.compile(r"-\.?\d")
OLDER_NUMBER = re.compile(r"-\d+$|-\d*\.\d+$")


def require_sayable(values):
    """NUL ends every argument. @raises ValueError"""
    if any("\0" in text for text in texts_of(values)):
        raise ValueError("NUL")


def texts_of(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


def depends_on_version(definition, values):
    """Whether versions of argparse read the obvious command line for these values differently.

    Before 3.13 it drops some words that are exactly "--", and later versions drop others. Since 3.14, words such as -1e5
    are numbers, an option with a fixed number of values ends at none of them, and parse_intermixed_args respects "--".
    """
    texts = texts_of(values)
    if "--" in texts or any(MODERN_NUMBER.match(text) and not OLDER_NUMBER.match(text) for text in texts):
        return True
    chosen = values.get("$command")
    if chosen and depends_on_version(definition["commands"][chosen["name"]], chosen["values"]):
        return True
    changed = [
        one
        for one in definition["params"]
        if (one["kind"] == "option" and isinstance(one["nargs"], int))
        or (one["kind"] == "positional" and definition["intermixed"])
    ]
    given = [text for one in changed for text in texts_of(values.get(one["dest"]))]
    return any(text[:1] in definition["prefix_chars"] for text in given if text)


def candidates(definition, values):
    for joined, order in itertools.product((True, False), ("options", "dashes", "positionals")):
        words = layout(definition, values, joined, order)
        if words is not None:
            yield words


def layout(definition, values, joined, order):
    options, positionals = [], []
    for one in definition["params"]:
        value = values.get(one["dest"])
        if value is None or value is False and one["type"] != "yes" and "off" not in one:
            continue
        if one["kind"] == "positional":
            positionals += [str(item) for item in (value if isinstance(value, list) else [value])]
        else:
            options += option(one, value, joined)
    rest = []
    chosen = values.get("$command")
    if chosen:
        inner = layout(definition["commands"][chosen["name"]], chosen["values"], joined, order)
        rest = [chosen["name"]] + (inner or [])
    if order == "positionals":
        return positionals + options + rest
    return options + (["--"] if order == "dashes" and positionals else []) + positionals + rest


def of_argparse(one):
    """The action and nargs with which argparse would declare a parameter of click."""
    how = one.get("how")
    if how is None:
        return one["action"], one["nargs"]
    if how == "flag":
        return ("on_off" if "off" in one else "store_true"), None
    if how in ("multiple", "pairs"):
        return "append", 2 if how == "pairs" else None
    return {"constant": "store_const", "count": "count"}.get(how, "store"), 2 if how == "pair" else None


def option(one, value, joined):
    flag = max(one["flags"], key=len)
    action, nargs = of_argparse(one)
    if action == "on_off":
        return [flag if value else flag.replace("--", "--no-", 1)]
    if action == "count":
        return [flag] * int(value)
    if action in ("store_true", "store_false", "store_const"):
        return [flag]
    several = nargs in ("*", "+", "remainder") or isinstance(nargs, int)
    if action == "append":
        groups = value if isinstance(value, list) else [value]
        return [word for group in groups for word in written(flag, group if several else [group], joined, several)]
    return written(flag, value if isinstance(value, list) else [value], joined, several)


def written(flag, items, joined, several):
    if items == [True]:
        return [flag]
    texts = [str(item) for item in items]
    if len(texts) == 1 and joined:
        return [flag + ("=" if len(flag) > 2 else "") + texts[0]]
    return [flag] + texts
