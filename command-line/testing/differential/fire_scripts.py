"""Random fire programs, and the arguments that values have to lead to: fire reads each as a Python literal if it can."""

from definitions import NAMES, default_of, literal, take, value_type


def make(chance):
    names = list(NAMES)
    params = [argument(chance, take(chance, names), False) for _ in range(chance.randrange(4))]
    params.sort(key=lambda one: "default" in one)
    rest = chance.happens(0.4)
    if rest:
        params.append({"dest": "rest", "how": "rest", "kind": "positional"})
        params += [argument(chance, take(chance, names), True) for _ in range(chance.randrange(3))]
    return {"params": params, "commands": {}}


def argument(chance, dest, is_keyword):
    made = {"dest": dest, "kind": "option", "flags": ["--" + dest], "how": "value", "type": None, "keyword": is_keyword}
    if is_keyword or chance.happens(0.6):
        made["default"] = chance.choice([default_of(chance, value_type(chance)), True, False])
    return made


def source(definition):
    declared = []
    for one in definition["params"]:
        if one["how"] == "rest":
            declared.append("*rest")
        else:
            declared.append(one["dest"] + ("=" + literal(one["default"]) if "default" in one else ""))
    lines = ["import fire", "", "def main(%s):" % ", ".join(declared), "    values = dict(locals())"]
    lines += ["    global RESULT", "    RESULT = values", "", 'if __name__ == "__main__":', "    fire.Fire(main)", ""]
    return "\n".join(lines)


def expected(definition, values):
    """The arguments for these values. @raises ValueError where one is missing"""
    return {one["dest"]: expected_value(one, values.get(one["dest"])) for one in definition["params"]}


def expected_value(one, value):
    from fire.parser import DefaultParseValue

    def read(text):
        return DefaultParseValue(text if isinstance(text, str) else str(text))

    if one["how"] == "rest":
        return [read(text) for text in value or []]
    if isinstance(one.get("default"), (int, float)) and not isinstance(one["default"], bool) and value is not None:
        float(value)  # a form takes a number where the default is one
        value = str(value).strip()
    if value is not None and [value] != [one.get("default")]:
        return read(value[0] if isinstance(value, list) else value)
    if "default" not in one:
        raise ValueError(one["dest"])
    return one["default"]
