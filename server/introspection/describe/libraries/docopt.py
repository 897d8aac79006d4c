"""docopt: the parse tree of the usage text. Each usage line becomes the command that its first words name."""

from __future__ import annotations

import re
import sys

from ..session import finish, session, warn
from ..spec import assign_ids, new_command, phrase, text
from ..syntax.help_texts import documented_flags

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description, Parameter

NOT_SHOWN = ("--help", "-h", "--version")


def hook(module: Any, reader: Any = None) -> None:
    """reader: the module that reads usage texts, if it is not docopt itself."""

    def docopt(
        doc: str | None = None, *arguments: Any, docstring: str | None = None, version: Any = None, **_: Any
    ) -> Any:
        doc = doc if docstring is None else docstring
        version = arguments[2] if len(arguments) > 2 else version  # docopt(doc, argv, help, version)
        if doc is None:
            frame = sys._getframe(1)
            doc = frame.f_locals.get("__doc__") or frame.f_globals.get("__doc__") or ""
        described = spec_of(reader or module, doc, version)
        if session.passes:
            session.passes -= 1
            return first_words(described["command"])
        return finish(described)

    module.docopt = docopt


def first_words(command: Command) -> dict[str, Any]:
    """What docopt returns for a first word and the words after it, which the script reads by another usage text."""
    words = session.argv[1:]
    values: dict[str, Any] = {flag: None for param in command["params"] for flag in param.get("flags") or ()}
    for param in command["params"]:
        if param["kind"] == "positional":
            many = param.get("nargs") in ("*", "+")
            values[param["metavar"]] = words if many else next(iter(words), None)
            words = [] if many else words[1:]
    return values


def spec_of(module: Any, doc: str, version: Any) -> Description:
    usage, options, pattern = read_doc(module, doc)
    top = unwrap(pattern)
    helps = documented_flags(doc)
    description = re.split(r"(?im)^[^\n]*usage:", doc, maxsplit=1)[0].strip()
    root = new_command(usage=text(usage).strip(), description=text(description) or None)
    alternatives = top.children if type(top).__name__ == "Either" else [top]
    shows_help = [alternative for alternative in alternatives if only_shows_help(alternative)]
    not_shown = {leaf.name for alternative in shows_help for leaf in leaves_in(alternative)}.union(NOT_SHOWN)
    options = [option for option in options if option.name not in not_shown]
    for alternative in alternatives:
        if alternative in shows_help:
            continue
        words, rest = leading_words(parts_of(alternative))
        line = Line(options, helps)
        for node in rest:
            line.walk(node, required=True, many=False, mutex=None)
        if words or line.params:
            merge(command_at(root, words), line)
    clean_up(root)
    if takes_numbers(module):
        mark_numbers(root)
    return {"engine": "docopt", "command": root, "version": text(version) if version else None}


def takes_numbers(module: Any) -> bool:
    """Whether a word like -1 is a value, as docopt-ng has it; docopt reads an option."""
    try:
        return type(module.parse_argv(module.Tokens(["-1"]), [])[0]).__name__ == "Argument"
    except (Exception, SystemExit):
        return False


def mark_numbers(command: Command) -> None:
    command["numbersAreWords"] = True
    for sub in (command.get("subcommands") or {}).get("commands") or []:
        mark_numbers(sub)


def read_doc(module: Any, doc: str) -> tuple[str, list[Any], Any]:
    """(usage, options, pattern), by docopt 0.6 or by docopt-ng 0.9."""
    if hasattr(module, "parse_docstring_sections"):
        sections = module.parse_docstring_sections(doc)
        usage = sections.usage_body
        options: list[Any] = []
        for section in (sections.before_usage, sections.after_usage):
            options += module.parse_options(section)
    elif hasattr(module, "printable_usage"):
        usage = module.printable_usage(doc)
        options = module.parse_defaults(doc)
    else:
        usage = module.parse_section("usage:", doc)[0]
        options = module.parse_defaults(doc)
    shown = usage if re.match(r"(?i)\s*usage:", usage) else "Usage:" + usage
    return shown, options, module.parse_pattern(module.formal_usage(usage), options)


def only_shows_help(node: Any) -> bool:
    """Whether a usage line consists of options for help or the version: `grip -V | --version`."""
    leaves = leaves_in(node)
    return all(type(leaf).__name__ == "Option" and not leaf.argcount for leaf in leaves) and any(
        leaf.name in NOT_SHOWN for leaf in leaves
    )


def leaves_in(node: Any) -> list[Any]:
    children = getattr(node, "children", None)
    return [node] if children is None else [leaf for child in children for leaf in leaves_in(child)]


def unwrap(node: Any) -> Any:
    while type(node).__name__ == "Required" and len(node.children) == 1:
        node = node.children[0]
    return node


def parts_of(node: Any) -> list[Any]:
    return list(node.children) if type(node).__name__ == "Required" else [node]


def leading_words(nodes: list[Any]) -> tuple[list[str], list[Any]]:
    words: list[Any] = []
    while nodes and type(nodes[0]).__name__ == "Command":
        words.append(nodes.pop(0).name)
    return words, nodes


def command_at(command: Command, words: list[str]) -> Command:
    for word in words:
        subs = command.setdefault("subcommands", {"required": True, "commands": []})["commands"]
        found = next((sub for sub in subs if sub["name"] == word), None)
        if found is None:
            found = new_command(word)
            subs.append(found)
        command = found
    return command


class Line:
    """The parameters of one usage line."""

    def __init__(self, options: list[Any], helps: dict[str, Any]) -> None:
        self.options = options
        self.helps = helps
        self.params: list[Any] = []
        self.mutex: list[Any] = []
        self.together: set[Any] = set()

    def add(self, param: Parameter, mutex: str | None) -> None:
        known = next((p for p in self.params if (p["kind"], p["dest"]) == (param["kind"], param["dest"])), None)
        if known is not None:
            if known["kind"] == "positional" and not known.get("repeats"):
                known["nargs"] = "+" if known["required"] else "*"
            return
        if mutex is not None:
            param["mutex"] = mutex
            param["required"] = False
        self.params.append(param)

    def walk(self, node: Any, *, required: bool, many: bool, mutex: str | None) -> None:
        kind = type(node).__name__
        if kind == "Command":
            param: dict[str, Any] = {
                "dest": node.name,
                "kind": "literal",
                "type": "boolean",
                "nargs": 0,
                "action": "store_true",
            }
            self.add(dict(param, required=required), mutex)
        elif kind == "Argument":
            if id(node) not in self.together:
                self.add(self.argument([node], required, many), mutex)
        elif kind == "Option":
            if node.name not in NOT_SHOWN:
                self.add(self.option(node, required, many), mutex)
        elif kind in ("OptionsShortcut", "AnyOptions"):
            for option in self.options:
                self.add(self.option(option, False, False), None)
        elif kind == "Either":
            name = mutex
            if mutex is None:
                name = "m%d" % len(self.mutex)
                self.mutex.append({"id": name, "required": required, "params": []})
            for child in node.children:
                self.walk(child, required=False, many=many, mutex=name)
        else:
            inner = required and kind not in ("Optional", "NotRequired")
            positions = arguments_in(node) if kind == "OneOrMore" else []
            if len(positions) > 1 and not any(id(position) in self.together for position in positions):
                # `(<from> <to>)...`: their values alternate, which two separate lists could not express.
                self.together.update(map(id, positions))
                self.add(self.alternating(positions, inner), mutex)
            for child in node.children:
                self.walk(child, required=inner, many=many or kind == "OneOrMore", mutex=mutex)

    def argument(self, nodes: list[Any], required: bool, many: bool) -> Parameter:
        name = "_".join(node.name.strip("<>") for node in nodes)
        shown = " ".join(node.name for node in nodes)
        nargs = ("+" if required else "*") if many else (None if required else "?")
        param: dict[str, Any] = {"dest": text(name), "metavar": text(shown), "kind": "positional", "nargs": nargs}
        param.update(action="store", type="string", required=required, help=self.helps.get(shown))
        return param

    def alternating(self, nodes: list[Any], required: bool) -> Parameter:
        param = self.argument(nodes, required, True)
        return dict(param, action="append", nargs=len(nodes), repeats=True)

    def option(self, node: Any, required: bool, many: bool) -> Parameter:
        long = node.longer if hasattr(node, "longer") else node.long
        flags = [flag for flag in (node.short, long) if flag]
        param: dict[str, Any] = {
            "dest": text(node.name.lstrip("-").replace("-", "_")),
            "kind": "option",
            "flags": flags,
        }
        param.update(required=required, help=next((self.helps[flag] for flag in flags if flag in self.helps), None))
        if node.argcount:
            param.update(action="append" if many else "store", type="string")
            if isinstance(node.value, str):
                param["default"] = text(node.value)
        else:
            param.update(action="count" if many else "store_true", type="integer" if many else "boolean", nargs=0)
        return param


def arguments_in(node: Any) -> list[Any]:
    if type(node).__name__ == "Argument":
        return [node]
    return [position for child in getattr(node, "children", None) or [] for position in arguments_in(child)]


def merge(command: Command, line: Line) -> None:
    """Add a usage line to a command. After a second line, only what is in both is required."""
    if not command["params"] and not command.get("merged"):
        command.update(params=line.params, mutex=line.mutex, merged=True)
        return
    several = phrase("Several usage lines start with the same words. The form shows the parameters of all of them.")
    warn("usage_lines", several)
    both = {(p["kind"], p["dest"]) for p in command["params"]} & {(p["kind"], p["dest"]) for p in line.params}
    names = {group["id"]: "m%d" % (index + len(command["mutex"])) for index, group in enumerate(line.mutex)}
    for param in line.params:
        param["mutex"] = names.get(param.get("mutex"))
        if (param["kind"], param["dest"]) not in both:
            command["params"].append(param)
    for param in command["params"]:
        if (param["kind"], param["dest"]) not in both:
            loosen(param)
    command["mutex"] += [dict(group, id=names[group["id"]], required=False) for group in line.mutex]


def loosen(param: Parameter) -> None:
    param["required"] = False
    if param["kind"] == "positional" and not param.get("repeats"):
        param["nargs"] = "*" if param.get("nargs") in ("+", "*") else "?"


def clean_up(command: Command) -> None:
    command.pop("merged", None)
    subs = command.get("subcommands")
    if subs and command["params"]:
        subs["required"] = False
        for param in command["params"]:
            loosen(param)
    assign_ids(command["params"])
    for group in command["mutex"]:
        group["params"] = [param["id"] for param in command["params"] if param.get("mutex") == group["id"]]
    command["mutex"] = [group for group in command["mutex"] if len(group["params"]) > 1]
    kept = {group["id"] for group in command["mutex"]}
    for param in command["params"]:
        if param.get("mutex") not in kept:
            param.pop("mutex", None)
    for sub in subs["commands"] if subs else []:
        clean_up(sub)
