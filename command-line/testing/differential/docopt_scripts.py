"""Random docopt programs, and the dictionary that values have to lead to."""

from definitions import NAMES, take


def make(chance):
    names = list(NAMES)
    used = set()
    params = [option(chance, names, used) for _ in range(chance.randrange(5))]
    count = chance.randrange(3)
    for index in range(count):
        params.append({"dest": "P%d" % index, "how": "one", "kind": "positional"})
    ending = chance.choice([None, "optional", "list"])
    if ending:
        params.append({"dest": "P%d" % count, "how": ending, "kind": "positional"})
    return {"params": params, "commands": {}, "dashes": chance.happens(0.6)}


def option(chance, names, used):
    dest = take(chance, names)
    long = "--" + dest.replace("_", "-")
    flags = [long]
    if dest[0] not in used and chance.happens(0.4):
        flags.insert(0, "-" + dest[0])
        used.add(dest[0])
    made = {"dest": dest, "kind": "option", "flags": flags, "how": chance.choice(["value", "value", "flag"]), "key": long}
    if made["how"] == "value" and chance.happens(0.4):
        made["default"] = chance.choice(["x", "5", "two-three"])
    return made


def source(definition):
    words = ["[options]"] + (["[--]"] if definition["dashes"] else [])
    shapes = {"one": "%s", "optional": "[%s]", "list": "[%s...]"}
    words += [shapes[one["how"]] % one["dest"] for one in definition["params"] if one["kind"] == "positional"]
    lines = ['"""A program.', "", "Usage:", "  script.py " + " ".join(words), "", "Options:"]
    for one in definition["params"]:
        if one["kind"] == "option":
            flags = ["%s=TEXT" % flag if one["how"] == "value" and flag.startswith("--") else flag for flag in one["flags"]]
            flags = ["%s TEXT" % flag if one["how"] == "value" and not flag.startswith("--") else flag for flag in flags]
            default = " [default: %s]" % one["default"] if "default" in one else ""
            lines.append("  %s  Some text.%s" % (" ".join(flags), default))
    lines += ['"""', "from docopt import docopt", "", "def main():", "    global RESULT", "    RESULT = dict(docopt(__doc__))"]
    lines += ["    RESULT.pop('--', None)", "", 'if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def expected(definition, values):
    """What docopt returns for these values."""
    return {one.get("key", one["dest"]): expected_value(one, values.get(one["dest"])) for one in definition["params"]}


def expected_value(one, value):
    how = one["how"]
    if how == "flag":
        return value is True
    if value is None or value == []:
        return [] if how == "list" else one.get("default")
    if how == "list":
        return [str(item) for item in value]
    return str(value[0] if isinstance(value, list) else value)
