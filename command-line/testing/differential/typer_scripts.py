"""Random typer programs: those of click that annotations can declare."""

import click_scripts
from click_scripts import expected  # noqa: F401
from definitions import literal

HOWS = ("value", "flag", "multiple", "argument", "range", "pair", "count")
HEAD = """from typing import List, Optional, Tuple

import typer

app = typer.Typer()
"""


def make(chance):
    definition = click_scripts.make(chance)
    keep(definition)
    return definition


def keep(made):
    made["params"] = [one for one in made["params"] if is_typer(one)]
    made["required"] = True
    for inner in made["commands"].values():
        keep(inner)
        inner["commands"] = {}


def is_typer(one):
    if one["how"] not in HOWS or one["how"] == "argument" and one["nargs"] == 2:
        return False
    return not one["flags"][0].startswith("+") if one["kind"] == "option" else True


def source(definition):
    lines = [HEAD]
    is_group = bool(definition["commands"])
    write(lines, definition, "main", "@app.callback()" if is_group else "@app.command()", "")
    for name, inner in definition["commands"].items():
        write(lines, inner, "main_" + name, "@app.command(%r)" % name, name)
    lines += ['if __name__ == "__main__":', "    app()", ""]
    return "\n".join(lines)


def write(lines, made, function, decorator, name):
    # Python wants parameters without a default first, so each has one: Ellipsis where it is required.
    declared = ", ".join(declare(one) for one in made["params"])
    lines.append(decorator)
    lines.append("def %s(%s):" % (function, declared))
    lines.append("    values = dict(locals())")
    lines.append("    global RESULT")
    lines.append("    RESULT = (RESULT or []) + [[%r, values]]" % name)
    lines.append("")


def declare(one):
    how, kind = one["how"], one.get("type") or "str"
    default = one.get("default")
    keywords = []
    if how == "range":
        kind, keywords = "int", ["min=1", "max=10", "clamp=%r" % one["clamp"]]
    if how == "argument" and one["nargs"] == -1 or how == "multiple":
        annotation = "List[%s]" % kind
        default = default if default is not None else []
    elif how == "pair":
        annotation = "Optional[Tuple[%s, %s]]" % (kind, kind)
    elif how == "flag":
        annotation, default = "bool", bool(default)
    elif how == "count":
        annotation, default, keywords = "int", 0, ["count=True"]
    else:
        annotation = "Optional[%s]" % kind
    value = "..." if one["required"] else literal(default)
    flags = list(one.get("flags", []))
    if one.get("off"):
        flags[0] += "/" + one["off"]
    constructor = "typer.Argument" if how == "argument" else "typer.Option"
    return "%s: %s = %s(%s)" % (one["dest"], annotation, constructor, ", ".join([value] + [repr(f) for f in flags] + keywords))
