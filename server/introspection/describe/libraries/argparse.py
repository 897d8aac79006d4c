"""An argparse parser as a Command: groups, exclusives, sub-commands. For its arguments, see argparse_actions.py."""

from __future__ import annotations

import argparse
import re

from ..guard import ASKING, set_guard
from ..session import warn
from ..spec import assign_ids, count_parameters, new_command, phrase, text
from .argparse_actions import action_kind, describe_action
from .argparse_overlooked import overlooked

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description, Parameter

STANDARD_TITLES = ("positional arguments", "optional arguments", "options")
DEPTH_MAX = 12

real: dict[Any, Any] = {}


def original(name: str) -> Any:
    """argparse's own method, also after the hooks are in place."""
    return real.get(name) or getattr(argparse.ArgumentParser, name)


def describe_parser(parser: argparse.ArgumentParser, name: str = "", depth: int = 0) -> tuple[Command, str | None]:
    """(Command, version text or None)."""
    groups, group_of = describe_groups(parser)
    mutex, mutex_of = describe_mutex(parser)
    command = new_command(name, groups=groups, prog=text(parser.prog))
    version, subparsers, described = None, None, {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            subparsers = action
            continue
        kind = action_kind(action)
        if kind == "help" or is_help_like(action, kind):
            continue
        if kind == "version":
            version = version or version_text(parser, action)
            continue
        if not action.option_strings and action.nargs == argparse.SUPPRESS:
            continue
        param = describe_safely(parser, action, kind)
        param["group"] = group_of.get(id(action))
        param["mutex"] = mutex_of.get(id(action))
        described[id(action)] = param
    command["params"] = list(described.values())
    assign_ids(command["params"])
    for group, actions in mutex:
        members = [action for action in actions if id(action) in described]
        group["params"] = [described[id(action)]["id"] for action in members]
        for action in members if group["required"] else ():
            described[id(action)]["overlooked"] = overlooked(action, described[id(action)])
    command["mutex"] = [group for group, _ in mutex if group["params"]]
    add_texts(command, parser)
    add_rules(command, parser)
    if subparsers is not None and subparsers._name_parser_map and depth < DEPTH_MAX:
        titled = [one for one in groups if one["id"] == group_of.get(id(subparsers)) and not one["standard"]]
        title = titled[0]["title"] if titled else None
        command["subcommands"] = dict(describe_subparsers(parser, subparsers, depth), title=title)
    return command, version


def describe_safely(parser: argparse.ArgumentParser, action: Any, kind: str) -> Parameter:
    """One argument, or a plain one if objects of the script raise an error."""
    try:
        return describe_action(parser, action, kind)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        dest = text(action.dest) or "argument"
        unread = phrase("The parameter {parameter} could not be read ({error}).")
        warn("not_understood", unread, parameter=dest, error=type(error).__name__)
        plain: dict[str, Any] = {
            "id": None,
            "dest": dest,
            "action": "store",
            "type": "string",
            "required": bool(action.required),
        }
        flags = [text(flag) for flag in action.option_strings]
        return dict(plain, kind="option", flags=flags) if flags else dict(plain, kind="positional")


def describe_groups(parser: argparse.ArgumentParser) -> tuple[list[dict[str, Any]], dict[int, str]]:
    groups: list[dict[str, Any]] = []
    group_of: dict[int, str] = {}
    for index, group in enumerate(parser._action_groups):
        if not getattr(group, "_group_actions", None):
            continue
        title = text(group.title) or ""
        groups.append(
            {
                "id": "g%d" % index,
                "title": title,
                "description": text(group.description),
                "standard": title in STANDARD_TITLES,
            }
        )
        for action in group._group_actions:
            group_of.setdefault(id(action), "g%d" % index)
    return groups, group_of


def describe_mutex(
    parser: argparse.ArgumentParser,
) -> tuple[list[tuple[dict[str, Any], list[argparse.Action]]], dict[int, str]]:
    mutex: list[tuple[dict[str, Any], list[argparse.Action]]] = []
    mutex_of: dict[int, str] = {}
    for index, group in enumerate(parser._mutually_exclusive_groups):
        name = "m%d" % index
        described: dict[str, Any] = {
            "id": name,
            "required": bool(group.required),
            "title": text(getattr(group, "title", None)),
        }
        mutex.append((described, group._group_actions))
        for action in group._group_actions:
            mutex_of.setdefault(id(action), name)
    return mutex, mutex_of


def is_help_like(action: Any, kind: str) -> bool:
    own_help = kind == "custom" and action.option_strings and set(action.option_strings) <= {"-h", "--help"}
    return own_help or type(action).__name__ == "_ActionPrintConfig"


def given_version(parser: argparse.ArgumentParser, action: Any) -> str | None:
    """The text for `--version`, before argparse inserts the name of the program."""
    return text(getattr(action, "version", None) or getattr(parser, "version", None))


def version_text(parser: argparse.ArgumentParser, action: Any) -> str | None:
    version = getattr(action, "version", None) or getattr(parser, "version", None)
    if version is None:
        return None
    try:
        version = version % {"prog": parser.prog}
    except Exception:
        pass
    return bare_version(text(version) or "", parser.prog)


def bare_version(version: Any, prog: Any) -> str | None:
    """`tool 1.2`, `tool version 1.2`, `v1.2` → `1.2`; anything else as it is."""
    first = version.strip().split("\n")[0].strip()
    if prog and first.lower().startswith(str(prog).lower()):
        first = first[len(str(prog)) :]
    stem = re.sub(r"\.pyz?$", "", str(prog or ""))
    if stem and first.lower().startswith(stem.lower()):
        first = first[len(stem) :]
    bare = re.sub(r"(?i)^[\s:,(]*(?:version|ver\.?)?[\s:=]*v?(?=\d)", "", first).strip()
    if re.match(r"^\d", bare):
        return bare.rstrip(")")
    found = re.search(r"(?<![\w.])v?(\d+(?:\.\d+)+[\w.+-]*)", first)
    return found.group(1).rstrip(".,") if found else (first.strip() or None)


def add_texts(command: Command, parser: argparse.ArgumentParser) -> None:
    command["description"] = expanded(parser, parser.description)
    command["epilog"] = expanded(parser, parser.epilog)
    try:
        command["usage"] = text(original("format_usage")(parser)).strip()
    except BaseException:  # a formatter or a metavar of the script
        pass


def expanded(parser: argparse.ArgumentParser, string: Any) -> Any:
    string = text(string)
    if string and "%(prog)" in string:
        try:
            return string % {"prog": parser.prog}
        except Exception:
            return string
    return string


def add_rules(command: Command, parser: argparse.ArgumentParser) -> None:
    if parser.prefix_chars != "-":
        command["prefixChars"] = text(parser.prefix_chars)
    if parser.fromfile_prefix_chars:
        command["fromfilePrefixChars"] = text(parser.fromfile_prefix_chars)
    if not getattr(parser, "allow_abbrev", True):
        command["allowAbbrev"] = False
    if getattr(parser, "_has_negative_number_optionals", None):
        command["negativeNumberOptions"] = True
    if not parser.add_help:
        command["noHelp"] = True
    if getattr(parser, "_wooey_intermixed", False):
        command["intermixed"] = True


def describe_subparsers(parser: argparse.ArgumentParser, action: Any, depth: int) -> dict[str, Any]:
    helps = {pseudo.dest: pseudo for pseudo in action._choices_actions}
    commands: list[Command] = []
    known: dict[int, Command] = {}
    for name, child in list(action._name_parser_map.items()):
        if not is_offered(action.choices, name):
            continue
        if id(child) in known:
            known[id(child)].setdefault("aliases", []).append(text(name))
            continue
        command, _ = describe_parser(child, text(str(name)), depth + 1)
        command.pop("prog", None)
        pseudo = helps.get(name)
        if pseudo is not None and pseudo.help == argparse.SUPPRESS:
            command["hidden"] = True
        elif pseudo is not None:
            command["help"] = expanded(child, pseudo.help)
        if name in getattr(action, "_deprecated", ()):
            command["deprecated"] = True
        known[id(child)] = command
        commands.append(command)
    positionals = [a for a in parser._actions if not a.option_strings and action_kind(a) != "help"]
    return {
        "dest": None if action.dest is argparse.SUPPRESS else text(action.dest),
        "required": bool(getattr(action, "required", False)),
        "metavar": text(action.metavar) if isinstance(action.metavar, str) else None,
        "help": None if action.help is argparse.SUPPRESS else expanded(parser, action.help),
        "position": positionals.index(action),
        "commands": commands,
    }


def is_offered(choices: Any, name: str) -> bool:
    """Some scripts replace the choices by another list, to hide or to reorder commands."""
    try:
        return name in choices
    except Exception:
        return True


def spec_of_parser(parser: argparse.ArgumentParser, engine: str = "argparse", intermixed: bool = False) -> Description:
    """The part of a ScriptSpec that describes a parser."""
    before = set_guard(ASKING)
    try:
        command, version = describe_parser(parser)
        if intermixed:
            command["intermixed"] = True
        version_as_given = next(
            (given_version(parser, action) for action in parser._actions if action_kind(action) == "version"), None
        )
    finally:
        set_guard(before)
    return {
        "engine": engine,
        "prog": command.pop("prog", None),
        "version": version,
        "versionText": version_as_given,
        "notOffered": not_offered(parser),
        "command": command,
    }


def not_offered(parser: argparse.ArgumentParser) -> list[str | None]:
    """The option strings for help and version, which belong to no form."""
    return [
        text(flag)
        for action in parser._actions
        for flag in action.option_strings
        if action_kind(action) in ("help", "version") or is_help_like(action, action_kind(action))
    ]


def largest(parsers: Any) -> argparse.ArgumentParser | None:
    """The parser with the most parameters, or None."""
    return max(parsers, key=lambda parser: count_parameters(describe_parser(parser)[0]), default=None)
