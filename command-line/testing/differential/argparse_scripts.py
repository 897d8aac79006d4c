"""Random argparse scripts, and the namespace that values have to lead to."""
import sys

from definitions import NAMES, convert, call, default_of, literal, take, value_type

HEAD = """import argparse

class Keep(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)

def yes(text):
    if text.lower() in ("yes", "true", "1"):
        return True
    if text.lower() in ("no", "false", "0"):
        return False
    raise argparse.ArgumentTypeError("neither yes nor no")
"""
ACTIONS = ["store"] * 6 + ["store_true", "store_false", "store_const", "count", "append", "append", "extend", "on_off"]


def make(chance):
    names = list(NAMES)
    return command(chance, names, 2, "-", False)


def command(chance, names, depth, prefix, is_sub):
    prefixes = chance.choice(["+", "-+"]) if chance.happens(0.08) else prefix
    lead = chance.choice(prefixes)
    used = set()
    options = [option(chance, names, lead, used) for _ in range(min(chance.randrange(5), len(names)))]
    intermixed = not is_sub and chance.happens(0.1)
    exclusive = exclusive_group(chance, options)
    positionals = [positional(chance, "p%d%d" % (depth, index), intermixed) for index in range(chance.randrange(4))]
    made = {
        "params": options + positionals,
        "exclusive": exclusive,
        "prefix_chars": prefixes,
        "allow_abbrev": not chance.happens(0.1),
        "fromfile": "@" if chance.happens(0.08) else None,
        "add_help": not chance.happens(0.1),
        "intermixed": intermixed,
        "parent": chance.happens(0.15),
        "commands": {},
    }
    if depth and not intermixed and chance.happens(0.3) and not any(p["nargs"] == "remainder" for p in positionals):
        made["dest"] = "command%d" % depth
        made["commands_required"] = chance.happens(0.7)
        for name in ("add", "rm"):
            made["commands"][name] = command(chance, names, depth - 1, prefix, True)
    return made


def option(chance, names, lead, used):
    dest = take(chance, names)
    short = lead + ("1" if chance.happens(0.04) else dest[0])
    long = lead * 2 + dest.replace("_", "-")
    flags = [long] if chance.happens(0.85) or short in used else []
    if short not in used and (not flags or chance.happens(0.4)):
        flags.append(short)
    used.update(flags)
    action = chance.choice(ACTIONS)
    if action == "on_off" and (sys.version_info < (3, 9) or not flags[0].startswith("--")):
        action = "store_true"
    made = {"dest": dest, "kind": "option", "flags": flags, "action": action, "nargs": None, "type": None}
    if action in ("store", "append", "extend"):
        add_values(chance, made)
    elif action == "store_const":
        made["const"] = chance.choice(["chosen", 7])
    elif action == "on_off":
        made["default"] = chance.choice([None, True, False])
    if action == "count" and chance.happens(0.3):
        made["default"] = 0
    made["required"] = action == "store" and made["nargs"] != "*" and chance.happens(0.1)
    return made


def add_values(chance, made):
    choices = [None, None, None, "?", "*", "+", 1, 2] + (["remainder"] if chance.happens(0.1) else [])
    made["nargs"] = chance.choice(["+", "*", 2] if made["action"] == "extend" else choices)
    if made["nargs"] == "?" and made["action"] == "store" and chance.happens(0.3):
        made.update(type="yes", const=chance.choice([None, True, False]), default=chance.choice([None, True, False]))
        return
    made["type"] = value_type(chance)
    if made["nargs"] == "?":
        made["const"] = default_of(chance, made["type"])
    if made["nargs"] == "remainder":
        made["type"] = None
    elif made["action"] == "store" and chance.happens(0.15):
        made["type"], made["choices"] = None, ["a", "foo", "-x", "a b"]
        if made["nargs"] == "?":
            made["const"] = "a"
        return
    if made["action"] == "store" and made["nargs"] in (None, "?") and chance.happens(0.4):
        made["default"] = default_of(chance, made["type"])
    elif made["action"] == "store" and made["nargs"] in ("*", "+", 2) and chance.happens(0.3):
        made["default"] = [default_of(chance, made["type"]) for _ in range(2)]
    elif made["action"] == "append" and made["nargs"] is None and chance.happens(0.2):
        made["default"] = [default_of(chance, made["type"])]
    made["custom"] = made["action"] == "store" and chance.happens(0.08)
    made["tuple"] = made["nargs"] == 2 and chance.happens(0.5)


def positional(chance, dest, intermixed):
    kinds = [None, None, None, "?", "*", "+", 1, 2] + (["remainder"] if chance.happens(0.1) and not intermixed else [])
    made = {"dest": dest, "kind": "positional", "action": "store", "nargs": chance.choice(kinds), "type": None}
    made["required"] = made["nargs"] not in ("?", "*", "remainder")
    if made["nargs"] != "remainder":
        made["type"] = value_type(chance)
    if made["nargs"] == "?" and chance.happens(0.5):
        made["default"] = default_of(chance, made["type"])
    if made["nargs"] is None and chance.happens(0.1):
        made["type"], made["choices"] = None, ["a", "foo", "-x", "a b"]
    return made


def exclusive_group(chance, options):
    free = [one for one in options if not one["required"]]
    if len(free) < 2 or not chance.happens(0.25):
        return None
    required = chance.happens(0.4)
    return {"required": required, "dests": [one["dest"] for one in free[:2]]}


def source(definition):
    lines = [HEAD, "def main():"]
    write(lines, definition, "parser", "parser")
    lines.append("    global RESULT")
    lines.append("    RESULT = vars(parser.%s())" % ("parse_intermixed_args" if definition["intermixed"] else "parse_args"))
    lines += ["", 'if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def options_of(made):
    keywords = {"prefix_chars": literal(made["prefix_chars"]), "allow_abbrev": literal(made["allow_abbrev"])}
    keywords["add_help"] = literal(made["add_help"])
    if made["fromfile"]:
        keywords["fromfile_prefix_chars"] = literal(made["fromfile"])
    return keywords


def write(lines, made, name, path, creator="argparse.ArgumentParser", names=()):
    keywords = options_of(made)
    late = made["params"]
    if made["parent"] and not made["exclusive"]:
        lines.append("    %s_parent = argparse.ArgumentParser(add_help=False, prefix_chars=%r)" % (path, made["prefix_chars"]))
        split = len(late) // 2
        for one in late[:split]:
            lines.append("    " + add(path + "_parent", one))
        keywords["parents"] = "[%s_parent]" % path
        late = late[split:]
    lines.append("    %s = %s" % (path, call(creator, names, keywords)))
    if made["exclusive"]:
        required = made["exclusive"]["required"]
        lines.append("    %s_group = %s.add_mutually_exclusive_group(required=%r)" % (path, path, required))
    for one in late:
        inside = made["exclusive"] and one["dest"] in made["exclusive"]["dests"]
        lines.append("    " + add(path + "_group" if inside else path, one))
    if made["commands"]:
        required = made["commands_required"]
        lines.append("    %s_subs = %s.add_subparsers(dest=%r, required=%r)" % (path, path, made["dest"], required))
        for sub, inner in made["commands"].items():
            write(lines, inner, sub, "%s_%s" % (path, sub), path + "_subs.add_parser", (sub,))


def add(target, one):
    keywords = {}
    if one["action"] == "on_off":
        keywords["action"] = "argparse.BooleanOptionalAction"
    elif one.get("custom"):
        keywords["action"] = "Keep"
    elif one["action"] != "store":
        keywords["action"] = literal(one["action"])
    if one["nargs"] is not None:
        keywords["nargs"] = "argparse.REMAINDER" if one["nargs"] == "remainder" else literal(one["nargs"])
    if one["type"]:
        keywords["type"] = one["type"]
    for key in ("default", "const", "choices"):
        if one.get(key) is not None:
            keywords[key] = literal(one[key])
    if one.get("tuple"):
        keywords["metavar"] = literal(("A", "B"))
    if one["kind"] == "positional":
        return call(target + ".add_argument", [one["dest"]], keywords)
    if one["required"]:
        keywords["required"] = "True"
    keywords["dest"] = literal(one["dest"])
    return call(target + ".add_argument", one["flags"], keywords)


def expected(definition, values):
    """The namespace for these values. @raises ValueError where a value is none of its type"""
    found = {}
    chosen = values.get("$command")
    for one in definition["params"]:
        found[one["dest"]] = expected_value(one, values.get(one["dest"]))
    if definition["commands"]:
        found[definition["dest"]] = chosen["name"] if chosen else None
        if chosen:
            found.update(expected(definition["commands"][chosen["name"]], chosen["values"]))
    return found


def converted(one, text):
    if one["type"] == "yes":
        if isinstance(text, bool):
            return text
        if text.lower() not in ("yes", "true", "1", "no", "false", "0"):
            raise ValueError(text)
        return text.lower() in ("yes", "true", "1")
    value = convert(one["type"], text if isinstance(text, str) else str(text))
    if one.get("choices") and value not in one["choices"]:
        raise ValueError(text)
    return value


def expected_value(one, value):
    action, nargs, default = one["action"], one["nargs"], one.get("default")
    if value is None or (value is False and action != "on_off" and one["type"] != "yes"):
        return absent(one)
    if action in ("store_true", "on_off"):
        return value
    if action == "store_false":
        return False
    if action == "store_const":
        return one["const"]
    if action == "count":
        return (default or 0) + int(value)
    if action == "append":
        items = value if isinstance(value, list) else [value]
        several = nargs in ("*", "+", "remainder") or isinstance(nargs, int)
        return (default or []) + [[converted(one, text) for text in item] if several else single(one, item) for item in items]
    if action == "extend":
        return (default or []) + [converted(one, text) for text in value]
    if nargs in ("*", "+", "remainder") or isinstance(nargs, int):
        items = value if isinstance(value, list) else [value]
        if not items and one["kind"] == "positional":
            return absent(one)
        return [converted(one, text) for text in items]
    return single(one, value[0] if isinstance(value, list) else value)


def single(one, value):
    if value is True and one["nargs"] == "?" and one["type"] != "yes":
        return one.get("const")
    return converted(one, value)


def absent(one):
    if one["action"] == "store_true":
        return False
    if one["action"] == "store_false":
        return True
    default = one.get("default")
    if one["kind"] == "positional" and one["nargs"] in ("*", "remainder") and default is None:
        return []
    if isinstance(default, str):
        return converted(one, default)
    return default
