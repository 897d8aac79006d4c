"""Random optparse scripts, and the options and words that values have to lead to."""

from definitions import NAMES, call, convert, default_of, literal, take, value_type

CHOICES = ["a", "foo", "-x", "a b"]
ACTIONS = ["store"] * 4 + ["append", "store_true", "store_false", "store_const", "count"]


def make(chance):
    names = list(NAMES)
    used = set()
    return {"params": [option(chance, names, used) for _ in range(1 + chance.randrange(5))], "commands": {}}


def option(chance, names, used):
    dest = take(chance, names)
    short = "-" + dest[0]
    flags = ["--" + dest.replace("_", "-")]
    if short not in used and short != "-h" and chance.happens(0.4):
        flags.append(short)
    used.update(flags)
    action = chance.choice(ACTIONS)
    made = {"dest": dest, "kind": "option", "flags": flags, "action": action, "nargs": None, "type": None}
    if action in ("store", "append"):
        made["nargs"] = chance.choice([None, None, 2])
        made["type"] = value_type(chance)
        if made["nargs"] is None and action == "store" and chance.happens(0.2):
            made["type"], made["choices"] = None, CHOICES
        elif made["nargs"] is None and action == "store" and chance.happens(0.4):
            made["default"] = default_of(chance, made["type"])
    elif action == "store_const":
        made["const"] = chance.choice(["chosen", 7])
    return made


def source(definition):
    lines = ["import optparse", "", "def main():", "    global RESULT", "    parser = optparse.OptionParser()"]
    for one in definition["params"]:
        lines.append("    " + add(one))
    lines += ["    options, words = parser.parse_args()", "    RESULT = [vars(options), words]", ""]
    lines += ['if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def add(one):
    keywords = {"action": literal(one["action"]), "dest": literal(one["dest"])}
    if one.get("choices"):
        keywords.update(type=literal("choice"), choices=literal(CHOICES))
    elif one["type"]:
        keywords["type"] = literal(one["type"])
    for key in ("nargs", "default", "const"):
        if one.get(key) is not None:
            keywords[key] = literal(one[key])
    return call("parser.add_option", one["flags"], keywords)


def expected(definition, values):
    """The options and the words for these values. @raises ValueError where a value is none of its type"""
    options = {one["dest"]: expected_value(one, values.get(one["dest"])) for one in definition["params"]}
    return [options, [str(word) for word in values.get("args") or []]]


def converted(one, text):
    text = text if isinstance(text, str) else str(text)
    if one.get("choices") and text not in CHOICES:
        raise ValueError(text)
    if one["type"] == "int" and text.strip().lstrip("+-")[:1] == "0" and len(text.strip().lstrip("+-")) > 1:
        raise ValueError(text)  # optparse reads 0x10 and 010 in other bases
    return convert(one["type"], text)


def expected_value(one, value):
    action = one["action"]
    if value is None or value is False:
        return one.get("default")
    if action in ("store_true", "store_false"):
        return action == "store_true"
    if action == "store_const":
        return one["const"]
    if action == "count":
        return int(value)
    if action == "append":
        return [[converted(one, text) for text in item] if one["nargs"] else converted(one, item) for item in value]
    if one["nargs"]:
        return [converted(one, text) for text in value]
    return converted(one, value[0] if isinstance(value, list) else value)
