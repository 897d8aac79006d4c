"""Parses command lines with this Python's own argparse: one JSON case a line in, one answer a line out.

A case is {"command": Command, "argv": [...], "lenient": bool, "engine": "optparse"?}; the answer is {"values": ...} with the raw texts that
each parameter was given, {"error": ...}, or {"invalid": ...} for a parser that this argparse refuses to build.
"""
import argparse
import json
import optparse
import sys

SEVERAL = ("*", "+", "remainder")
FLAGS = ("store_true", "store_false", "store_const", "append_const")
findings = []
parameters = {}


class Stop(Exception):
    pass


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Stop(message)

    def exit(self, status=0, message=None):
        raise Stop(message or "exit")

    def print_help(self, file=None):
        pass


def record_values(self, action, strings):
    if isinstance(action, argparse._SubParsersAction):
        findings.append((action, [one for one in strings if one != "--"][:1]))
    elif id(action) in parameters:
        texts = list(strings)
        if not action.option_strings and action.nargs != argparse.REMAINDER and "--" in texts:
            texts.remove("--")
        findings.append((action, texts))
    return get_values(self, action, strings)


get_values = argparse.ArgumentParser._get_values
argparse.ArgumentParser._get_values = record_values
if hasattr(argparse, "BooleanOptionalAction"):
    switch = argparse.BooleanOptionalAction.__call__

    def record_switch(self, parser, namespace, values, option_string=None):
        findings[-1] = (self, [option_string])
        return switch(self, parser, namespace, values, option_string)

    argparse.BooleanOptionalAction.__call__ = record_switch


def fill(parser, command, depth):
    exclusive = {one["id"]: parser.add_mutually_exclusive_group(required=one["required"]) for one in command["mutex"]}
    subcommands = command.get("subcommands")
    positionals = 0
    pending = subcommands is not None
    for parameter in command["params"]:
        position = subcommands.get("position") if subcommands else None
        if pending and parameter["kind"] == "positional" and position is not None and positionals >= position:
            add_subcommands(parser, subcommands, depth)
            pending = False
        positionals += parameter["kind"] == "positional"
        add(exclusive.get(parameter.get("mutex"), parser), parameter)
    if pending:
        add_subcommands(parser, subcommands, depth)


def add_subcommands(parser, subcommands, depth):
    action = parser.add_subparsers(dest="command%d" % depth, required=subcommands["required"])
    for command in subcommands["commands"]:
        child = action.add_parser(command["name"], aliases=command.get("aliases", []), **options_of(command))
        fill(child, command, depth + 1)


def options_of(command):
    return {
        "prefix_chars": command.get("prefixChars", "-"),
        "fromfile_prefix_chars": command.get("fromfilePrefixChars"),
        "allow_abbrev": command.get("allowAbbrev", True),
        "add_help": not command.get("noHelp", False),
    }


def add(container, parameter):
    options = {}
    action, nargs = parameter["action"], parameter.get("nargs")
    options["action"] = argparse.BooleanOptionalAction if action == "boolean_optional" else action
    if action in ("store_const", "append_const"):
        options["const"] = True
    if action in ("store", "append", "extend"):
        kind = {"integer": int, "number": float}.get(parameter["type"], str)
        options["type"] = kind
        if nargs is not None:
            options["nargs"] = argparse.REMAINDER if nargs == "remainder" else nargs
        if parameter.get("choices"):
            options["choices"] = [kind(one["value"]) for one in parameter["choices"]]
        if nargs == "?" and parameter["kind"] == "option" and action != "extend":
            options["const"] = parameter["choices"][0]["value"] if parameter.get("choices") else "1"
    if "default" in parameter:
        options["default"] = parameter["default"]
    if parameter["kind"] == "positional":
        made = container.add_argument(parameter["id"], **options)
    else:
        made = container.add_argument(*parameter["flags"], dest=parameter["id"], required=parameter["required"], **options)
    parameters[id(made)] = parameter


def several(parameter):
    return parameter.get("nargs") in SEVERAL or isinstance(parameter.get("nargs"), int) and parameter["nargs"] > 0


def values_of():
    root = here = {}
    for action, texts in findings:
        if isinstance(action, argparse._SubParsersAction):
            here["$command"] = {"name": action._name_parser_map[texts[0]].prog.split()[-1], "values": {}}
            here = here["$command"]["values"]
            continue
        parameter = parameters[id(action)]
        name, kind = parameter["id"], parameter["action"]
        if kind in FLAGS:
            here[name] = True
        elif kind == "count":
            here[name] = here.get(name, 0) + 1
        elif kind == "boolean_optional":
            here[name] = texts[0] not in parameter["negativeFlags"]
        elif kind == "append":
            here.setdefault(name, []).append(texts if several(parameter) else texts[0] if texts else True)
        elif kind == "extend":
            here.setdefault(name, []).extend(texts)
        elif several(parameter):
            if texts or parameter["kind"] == "option":
                here[name] = texts
        elif texts:
            here[name] = texts[0]
        elif parameter["kind"] == "option":
            here[name] = True
    return root


def answer(case):
    del findings[:]
    parameters.clear()
    command = case["command"]
    try:
        parser = Parser(prog="script", **options_of(command))
        fill(parser, command, 0)
    except Exception as error:
        return {"invalid": repr(error)}
    try:
        rest = []
        if case.get("lenient"):
            rest = parser.parse_known_args(case["argv"])[1]
        else:
            parser.parse_args(case["argv"])
        values = values_of()
        if rest:
            values["$rest"] = rest
        return {"values": values}
    except Exception as error:  # 3.8 answers "--flag=" with an IndexError of its own
        return {"error": str(error)}


class OptionParser(optparse.OptionParser):
    def error(self, msg):
        raise Stop(msg)

    def exit(self, status=0, msg=None):
        raise Stop(msg or "exit")

    def print_help(self, file=None):
        pass


def answer_optparse(case):
    """The same with optparse, which knows options only; the words that are left belong to the parameter "args"."""
    parser = OptionParser(prog="script")
    for parameter in case["command"]["params"]:
        if parameter["kind"] == "positional":
            continue
        options = {"action": parameter["action"], "dest": parameter["id"]}
        if parameter["action"] in ("store", "append"):
            options.update(type="string", nargs=parameter.get("nargs", 1))
        parser.add_option(*parameter["flags"], **options)
    try:
        found, rest = parser.parse_args(case["argv"])
    except Stop as error:
        return {"error": str(error)}
    values = {name: value for name, value in vars(found).items() if value is not None}
    for parameter in case["command"]["params"]:
        if parameter["action"] == "store_false" and parameter["id"] in values:
            values[parameter["id"]] = True
    return {"values": dict(values, args=rest) if rest else values}


for line in sys.stdin:
    one = json.loads(line)
    print(json.dumps(answer_optparse(one) if one.get("engine") == "optparse" else answer(one)), flush=True)
