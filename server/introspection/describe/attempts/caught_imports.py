"""Imports whose failure the script itself handles, by its source."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Sequence


CAUGHT = {"*", "ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
ENDS = ("exit", "quit", "_exit", "abort", "fatal", "die", "error")

_handled: dict[Any, Any] = {}


def handles_import_error(filename: str, line: int | None) -> bool:
    """Whether an import on this line may fail, because the script catches the error and continues."""
    if filename not in _handled:
        try:
            with open(filename, "rb") as file:
                _handled[filename] = handled_lines(ast.parse(file.read()))
        except Exception:
            _handled[filename] = {}
    return _handled[filename].get(line, False)


def handled_lines(tree: ast.AST) -> dict[int, bool]:
    lines: dict[Any, Any] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Try):
            continue
        for handler in node.handlers:
            if exception_names(handler.type) & CAUGHT:
                goes_on = not ends_program(handler.body)
                for inner in node.body:
                    for line in range(inner.lineno, (inner.end_lineno or inner.lineno) + 1):
                        lines[line] = goes_on
                break
    return lines


def exception_names(node: Any) -> set[str]:
    if node is None:
        return {"*"}
    if isinstance(node, ast.Tuple):
        return set().union(*(exception_names(item) for item in node.elts))
    return {getattr(node, "id", "") or getattr(node, "attr", "")}


def ends_program(body: Sequence[ast.AST]) -> bool:
    """`sys.exit("please install it")` and the like. A stand-in is then of more use than the error."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Raise):
                return True
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
                if called in ENDS:
                    return True
    return False
