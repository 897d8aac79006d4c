"""Replays a script's argparse calls from its source on a real ArgumentParser, without running the script."""

from __future__ import annotations

import argparse
import ast
import json
import pathlib

from ..libraries.argparse import largest, spec_of_parser
from ..session import warn
from ..spec import phrase
from ..syntax.constants import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Description
    from ..source.summary import SourceSummary

PARSER_CLASSES = {"ArgumentParser", "GooeyParser", "ArgParser", "Parser"}
PARSER_TEXTS = ("description", "epilog", "prog", "prefix_chars", "fromfile_prefix_chars", "add_help", "allow_abbrev")
SUBPARSERS_WORDS = ("dest", "title", "help", "metavar", "required", "description")
ARGUMENT_WORDS = ("dest", "help", "metavar", "nargs", "default", "const", "choices", "required")
INTERMIXED_CALLS = ("parse_intermixed_args", "parse_known_intermixed_args")
CONTAINER_CALLS = ("add_argument", "add_argument_group", "add_mutually_exclusive_group", "add_subparsers")
TYPES: dict[str, Any] = {
    "int": int,
    "float": float,
    "str": str,
    "bool": bool,
    "Path": pathlib.Path,
    "pathlib.Path": pathlib.Path,
    "json.loads": json.loads,
    "open": open,
}


def replay(summary: SourceSummary) -> Description | None:
    """The parser of the script as part of a ScriptSpec, or None if there is none in its source."""
    found = Replay(summary)
    found.run()
    local = [parser for parser in found.parsers if id(parser) not in found.children]
    parser = largest(local)
    if parser is None:
        return None
    intermixed = any(getattr(call.func, "attr", "") in INTERMIXED_CALLS for call in summary.calls)
    return spec_of_parser(parser, intermixed=intermixed)


class Replay:
    def __init__(self, summary: SourceSummary) -> None:
        self.summary = summary
        self.constants = summary.constants
        self.by_name: dict[Any, Any] = {}
        self.parsers: list[Any] = []
        self.children: set[Any] = set()
        self.classes = set(PARSER_CLASSES)
        for node in ast.walk(summary.tree):
            if isinstance(node, ast.ClassDef):
                bases = [(self.constants.dotted(base) or "").rpartition(".")[2] for base in node.bases]
                if self.classes & set(bases):
                    self.classes.add(node.name)

    def run(self) -> None:
        kinds = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)
        statements = [node for node in ast.walk(self.summary.tree) if isinstance(node, kinds)]
        for node in sorted(statements, key=lambda node: (node.lineno, node.col_offset)):
            if isinstance(node.value, ast.Call):
                target = None
                if isinstance(node, ast.Assign) and len(node.targets) == 1:
                    target = self.constants.dotted(node.targets[0])
                elif isinstance(node, ast.AnnAssign):
                    target = self.constants.dotted(node.target)
                self.call(node.value, target)

    def call(self, call: Any, target: str | None) -> Any:
        """The parser, group or argument that a call makes, remembered under the name it is assigned to."""
        name = (self.constants.dotted(call.func) or "").rpartition(".")[2]
        if name in self.classes:
            made = self.make_parser(call)
        elif isinstance(call.func, ast.Attribute):
            made = self.method(call)
        else:
            return None
        if made is not None and target:
            self.by_name[target] = made
        return made

    def method(self, call: Any) -> Any:
        method = call.func.attr
        if method not in CONTAINER_CALLS + ("add_parser",):
            return None
        if isinstance(call.func.value, ast.Call):
            owner = self.call(call.func.value, None)
        else:
            owner = self.by_name.get(self.constants.dotted(call.func.value))
        if owner is None and method != "add_parser":
            # A parser under another name, for example a function's argument: the one that was created last.
            owner = self.parsers[-1] if self.parsers else self.new_parser({})
        if owner is None or not hasattr(owner, method):
            return None
        try:
            return getattr(self, method)(owner, call)
        except (Exception, SystemExit) as error:
            unread = phrase("An argument in line {line} could not be read ({error}).")
            warn("not_understood", unread, call.lineno, error=error)
            return None

    def keywords(self, call: Any, names: Any) -> dict[str, Any]:
        """The known values among some keyword arguments of a call."""
        given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        values = {name: self.constants.value(given[name]) for name in names if name in given}
        return {name: value for name, value in values.items() if value is not None and not isinstance(value, Unknown)}

    def new_parser(self, keywords: dict[str, Any]) -> argparse.ArgumentParser:
        keywords.setdefault("prog", self.summary.name)
        try:
            parser = argparse.ArgumentParser(**keywords)
        except Exception:
            parser = argparse.ArgumentParser(prog=self.summary.name)
        self.parsers.append(parser)
        return parser

    def make_parser(self, call: Any) -> argparse.ArgumentParser:
        parser = self.new_parser(self.keywords(call, PARSER_TEXTS))
        self.add_parents(parser, call)
        return parser

    def add_parents(self, parser: argparse.ArgumentParser, call: Any) -> None:
        for keyword in call.keywords:
            if keyword.arg != "parents" or not isinstance(keyword.value, (ast.List, ast.Tuple)):
                continue
            for item in keyword.value.elts:
                parent = self.by_name.get(self.constants.dotted(item))
                if isinstance(parent, argparse.ArgumentParser):
                    parser._add_container_actions(parent)
                    self.children.add(id(parent))

    def add_parser(self, owner: Any, call: Any) -> Any:
        name = self.constants.value(call.args[0]) if call.args else self.keywords(call, ("name",)).get("name")
        if not isinstance(name, str):
            warn("not_understood", phrase("The name of a sub-command in line {line} is computed."), call.lineno)
            return None
        parser = owner.add_parser(name, **self.keywords(call, ("help", "description", "epilog", "aliases")))
        self.children.add(id(parser))
        self.add_parents(parser, call)
        return parser

    def add_subparsers(self, owner: Any, call: Any) -> Any:
        return owner.add_subparsers(**self.keywords(call, SUBPARSERS_WORDS))

    def add_argument_group(self, owner: Any, call: Any) -> Any:
        values = [self.constants.value(item) for item in call.args[:2]]
        keywords: dict[str, Any] = dict(zip(("title", "description"), values))
        keywords.update(self.keywords(call, ("title", "description")))
        return owner.add_argument_group(**{k: v for k, v in keywords.items() if isinstance(v, str)})

    def add_mutually_exclusive_group(self, owner: Any, call: Any) -> Any:
        return owner.add_mutually_exclusive_group(required=bool(self.keywords(call, ("required",)).get("required")))

    def add_argument(self, owner: Any, call: Any) -> Any:
        names = [self.constants.value(item) for item in call.args]
        names = [name for name in names if isinstance(name, str)] or list(self.keywords(call, ("dest",)).values())
        if not names:
            raise ValueError("its name is computed")
        given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        keywords, action = self.argument_keywords(call, given, names[0])
        if action == "help":
            return None
        if action == "version":
            keywords = {"action": "version", "version": self.keywords(call, ("version",)).get("version", "")}
        made = self.try_argument(owner, names, keywords)
        self.add_type(made, given)
        return made

    def argument_keywords(self, call: Any, given: Any, name: str) -> tuple[dict[str, Any], Any]:
        keywords = self.keywords(call, ARGUMENT_WORDS)
        for word in ("default", "help"):
            value = self.constants.value(given[word]) if word in given else None
            if isinstance(value, Unknown):
                keywords[word] = value if word == "default" else repr(value)
        if "choices" in given and "choices" not in keywords:
            computed = phrase("The choices of {parameter} are computed when the script runs.")
            warn("choices_computed", computed, call.lineno, parameter=name)
        action = self.constants.value(given["action"]) if "action" in given else "store"
        if isinstance(action, Unknown):
            optional = repr(action).endswith("BooleanOptionalAction")
            action = getattr(argparse, "BooleanOptionalAction", "store_true") if optional else "store"
        if action not in ("store", "append", "extend"):
            kept = ("dest", "help", "default", "required") + (("const",) if str(action).endswith("_const") else ())
            keywords = {word: value for word, value in keywords.items() if word in kept}
        keywords["action"] = action
        return keywords, action

    def try_argument(self, owner: Any, names: Any, keywords: dict[str, Any]) -> Any:
        try:
            return owner.add_argument(*names, **keywords)
        except (ValueError, TypeError):
            simple = {k: v for k, v in keywords.items() if k not in ("choices", "metavar", "const", "required")}
            return owner.add_argument(*names, **simple)

    def add_type(self, action: Any, given: Any) -> None:
        node = given.get("type")
        if node is None or not isinstance(action, (argparse._StoreAction, argparse._AppendAction)):
            return
        name = self.constants.dotted(node)
        if name in TYPES:
            action.type = TYPES[name]
        elif isinstance(node, ast.Call) and (self.constants.dotted(node.func) or "").endswith("FileType"):
            mode = self.constants.value(node.args[0]) if node.args else self.keywords(node, ("mode",)).get("mode", "r")
            if hasattr(argparse, "FileType") and isinstance(mode, str):
                action.type = argparse.FileType(mode)
        else:
            action.type = unknown_type(name or self.constants.source_of(node))


def unknown_type(name: str) -> Any:
    """A type of which only the name is known. It converts nothing."""

    def convert(string: str) -> None:
        raise ValueError(string)

    convert.__qualname__ = convert.__name__ = name
    convert.__module__ = "builtins"
    return convert
