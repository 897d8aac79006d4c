"""Options that a script finds in sys.argv itself: what it compares its words with, and what it does then."""

from __future__ import annotations

import ast
import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Sequence

    from ..shapes import Parameter
    from ..source.summary import SourceSummary

FLAG = re.compile(r"--?[A-Za-z][\w-]*=?$")
NOT_OFFERED = {"-h", "--help", "-V", "--version", "-help"}
NUMBERS = {"int": "integer", "float": "number"}


def options_of(summary: SourceSummary) -> list[Parameter]:
    """Parameters for `arg == "-v"`, `arg in ("-o", "--out")`, `"--dry" in sys.argv`, `arg.startswith("--size=")`."""
    found: dict[str, Any] = {}
    for node in ast.walk(summary.tree):
        if isinstance(node, ast.If):
            take(found, flags_of(node.test), node.body)
    other: Any
    for other in ast.walk(summary.tree):
        node = other
        if isinstance(node, (ast.Compare, ast.BoolOp)):
            take(found, flags_of(node), [])
        elif type(node).__name__ == "match_case":
            take(found, flags_of_pattern(node.pattern), node.body)
    return list({id(param): param for param in found.values()}.values())


def take(found: Any, flags: list[str], body: Sequence[ast.AST]) -> None:
    names = [flag.rstrip("=") for flag in flags]
    if not names or set(names) & NOT_OFFERED:
        return
    known = next((found[name] for name in names if name in found), None)
    if known is None:
        known = option(names, flags, body)
    known["flags"] += [name for name in names if name not in known["flags"]]
    found.update((name, known) for name in names)


def option(names: Any, flags: list[str], body: Sequence[ast.AST]) -> Parameter:
    name = max(names, key=len).lstrip("-").replace("-", "_")
    param: dict[str, Any] = {
        "id": None,
        "dest": name,
        "kind": "option",
        "flags": [],
        "required": False,
        "guessed": True,
    }
    joined = any(flag.endswith("=") for flag in flags)
    if not joined and not takes_word(body):
        return dict(param, action="store_true", type="boolean", nargs=0)
    calls = {getattr(node.func, "id", "") for one in body for node in ast.walk(one) if isinstance(node, ast.Call)}
    kind = next((NUMBERS[call] for call in calls if call in NUMBERS), "string")
    param.update(action="store", type=kind, metavar="=VALUE" if joined else None)
    return param


def flags_of(test: Any) -> list[str]:
    """The option strings in one test; those of an `or` are spellings of the same option."""
    if isinstance(test, ast.BoolOp):
        return [flag for one in test.values for flag in flags_of(one)] if isinstance(test.op, ast.Or) else []
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.In)):
        sides = [test.left, test.comparators[0]]
        listed = [item for side in sides for item in (getattr(side, "elts", None) or [side])]
        return [item.value for item in listed if is_flag(item)]
    if isinstance(test, ast.Call) and getattr(test.func, "attr", "") == "startswith" and test.args:
        first: Any = test.args[0]
        return [first.value] if is_flag(first) and first.value.endswith("=") else []
    return []


def flags_of_pattern(pattern: Any) -> list[str]:
    values: list[Any] = [getattr(node, "value", None) for node in ast.walk(pattern)]
    return [value.value for value in values if is_flag(value)]


def is_flag(node: Any) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(FLAG.match(node.value))


def takes_word(body: Sequence[ast.AST]) -> bool:
    """Whether a branch takes the word that follows: argv[i], argv[i + 1], next(words), words.pop(0), i += 2."""
    for one in body:
        for node in ast.walk(one):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                at = getattr(node.slice, "value", node.slice) if type(node.slice).__name__ == "Index" else node.slice
                if isinstance(at, (ast.Name, ast.BinOp, ast.Call)):
                    return True
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "next":
                return True
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "pop":
                return True
            if isinstance(node, ast.AugAssign) and isinstance(node.value, ast.Constant) and node.value.value == 2:
                return True
    return False
