"""Random click programs, and the parameters that values have to lead to."""

from definitions import NAMES, TYPES, call, convert, default_of, literal, take, value_type

CHOICES = ["a", "foo", "-x", "a b"]
KINDS = ["value"] * 5 + ["optional", "flag", "flag", "pair", "multiple", "pairs", "count", "constant", "choice", "range"]


def make(chance):
    names = list(NAMES)
    return command(chance, names, 2)


def command(chance, names, depth):
    options = [option(chance, names) for _ in range(min(chance.randrange(5), len(names)))]
    seen = set()
    for one in options:
        one["flags"] = [flag for flag in one["flags"] if flag not in seen]
        seen.update(one["flags"])
    made = {"params": [one for one in options if one["flags"]], "commands": {}, "required": True}
    if depth and chance.happens(0.3):
        made["required"] = chance.happens(0.7)
        made["params"] += [argument(chance, "p%d0" % depth, True) for _ in range(chance.randrange(2))]
        for name in ("add", "rm"):
            made["commands"][name] = command(chance, names, depth - 1)
        # click has no groups within a group that chains its commands.
        made["chain"] = not any(inner["commands"] for inner in made["commands"].values()) and chance.happens(0.2)
    else:
        made["params"] += arguments(chance, depth)
    return made


def option(chance, names):
    dest = take(chance, names)
    lead = "+" if chance.happens(0.05) else "-"
    flags = [lead * 2 + dest.replace("_", "-")] if chance.happens(0.85) else []
    if not flags or chance.happens(0.4):
        flags.append(lead + dest[0])
    made = {"dest": dest, "kind": "option", "flags": flags, "how": chance.choice(KINDS), "type": None, "required": False}
    how = made["how"]
    if how in ("value", "optional", "pair", "multiple", "pairs"):
        made["type"] = value_type(chance)
    if how == "flag" and flags[0].startswith("--") and chance.happens(0.5):
        made["off"] = flags[0].replace("--", "--no-", 1)
        made["default"] = chance.choice([None, True, False])
    if how == "optional":
        made["flag_value"] = default_of(chance, made["type"])
    elif how == "constant":
        made["flag_value"] = chance.choice(["chosen", "other"])
    elif how == "value":
        made["required"] = chance.happens(0.1)
        if not made["required"] and chance.happens(0.4):
            made["default"] = default_of(chance, made["type"])
    elif how == "multiple" and chance.happens(0.2):
        made["default"] = [default_of(chance, made["type"])]
    elif how == "range":
        made["clamp"] = chance.happens(0.5)
        made["default"] = 99 if made["clamp"] and chance.happens(0.5) else None
    elif how == "choice":
        made["insensitive"] = chance.happens(0.5)
    return made


def arguments(chance, depth):
    made = [argument(chance, "p%d%d" % (depth, index), False) for index in range(chance.randrange(4))]
    lists = [one for one in made if one["nargs"] == -1]
    for one in lists[1:]:
        one["nargs"] = 1
    return made


def argument(chance, dest, is_required):
    nargs = 1 if is_required else chance.choice([1, 1, 1, -1, 2])
    required = is_required or chance.happens(0.6)
    made = {"dest": dest, "kind": "positional", "how": "argument", "nargs": nargs, "type": value_type(chance)}
    made["required"] = required
    if not required and nargs == 1 and chance.happens(0.4):
        made["default"] = default_of(chance, made["type"])
    return made


def source(definition):
    lines = ["import click", "", "RESULT = None", ""]
    write(lines, definition, "main", "click")
    lines += ['if __name__ == "__main__":', "    main()", ""]
    return "\n".join(lines)


def write(lines, made, name, parent, names=()):
    creator = parent + (".group" if made["commands"] else ".command")
    keywords = {} if made["required"] else {"invoke_without_command": "True"}
    if made.get("chain"):
        keywords["chain"] = "True"
    lines.append("@" + call(creator, names, keywords))
    for one in made["params"]:
        lines.append("@" + (add_option(one) if one["kind"] == "option" else add_argument(one)))
    lines.append("@click.pass_context")
    lines.append("def %s(context, **values):" % name)
    lines.append("    global RESULT")
    if parent == "click":
        lines.append("    RESULT = []")
    lines.append("    RESULT.append([context.info_name if context.parent else '', values])")
    lines.append("")
    for sub, inner in made["commands"].items():
        write(lines, inner, "%s_%s" % (name, sub), name, (sub,))


def add_option(one):
    how, flags, keywords = one["how"], list(one["flags"]), {}
    if one["type"]:
        keywords["type"] = one["type"]
    if how == "flag":
        keywords["is_flag"] = "True"
        if one.get("off"):
            flags[0] += "/" + one["off"]
    elif how in ("optional", "constant"):
        keywords["is_flag"] = literal(how == "constant")
        keywords["flag_value"] = literal(one["flag_value"])
    elif how == "count":
        keywords["count"] = "True"
    elif how == "choice":
        keywords["type"] = "click.Choice(%r, case_sensitive=%r)" % (CHOICES, not one["insensitive"])
    elif how == "range":
        keywords["type"] = "click.IntRange(1, 10, clamp=%r)" % one["clamp"]
    if how in ("pair", "pairs"):
        keywords["nargs"] = "2"
    if how in ("multiple", "pairs"):
        keywords["multiple"] = "True"
    if one.get("default") is not None:
        keywords["default"] = literal(one["default"])
    if one["required"]:
        keywords["required"] = "True"
    return call("click.option", flags + [one["dest"]], keywords)


def add_argument(one):
    keywords = {"nargs": literal(one["nargs"]), "required": literal(one["required"])}
    if one["type"]:
        keywords["type"] = one["type"]
    if one.get("default") is not None:
        keywords["default"] = literal(one["default"])
    return call("click.argument", [one["dest"]], keywords)


def expected(definition, values, name=""):
    """The parameters of each command for these values. @raises ValueError where a value is none of its type"""
    here = {one["dest"]: expected_value(one, values.get(one["dest"])) for one in definition["params"]}
    chosen = values.get("$command")
    if not definition["commands"] or not chosen:
        return [[name, here]]
    return [[name, here]] + expected(definition["commands"][chosen["name"]], chosen["values"], chosen["name"])


def converted(one, text):
    how = one["how"]
    if how == "choice":
        found = [choice for choice in CHOICES if text == choice or one["insensitive"] and text.lower() == choice.lower()]
        return found[0] if found else TYPES["int"]("not a choice")
    if how == "range":
        number = int(text)
        if not one["clamp"] and not 1 <= number <= 10:
            raise ValueError(text)
        return min(10, max(1, number))
    return convert(one["type"], text if isinstance(text, str) else str(text))


def expected_value(one, value):
    how = one["how"]
    several = how in ("pair", "multiple", "pairs") or how == "argument" and one["nargs"] != 1
    if value is None or value is False and how in ("constant", "count") or value is False and "off" not in one and how == "flag":
        return absent(one)
    if how == "flag":
        return value
    if how == "constant":
        return one["flag_value"]
    if how == "count":
        return int(value)
    if how == "optional" and value is True:
        return one["flag_value"]
    if how == "pairs":
        return [[converted(one, text) for text in pair] for pair in value]
    if several:
        return [converted(one, text) for text in (value if isinstance(value, list) else [value])]
    return converted(one, value[0] if isinstance(value, list) else value)


def absent(one):
    how, default = one["how"], one.get("default")
    if default is not None:
        if how in ("multiple", "pairs"):
            return [converted(one, item) for item in default]
        return default if how == "flag" else converted(one, str(default))
    if how in ("multiple", "pairs") or how == "argument" and one["nargs"] == -1:
        return []
    if how == "flag":
        return False
    return 0 if how == "count" else None
