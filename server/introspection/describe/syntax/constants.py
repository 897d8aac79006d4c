"""Values of simple expressions in a syntax tree, as far as they can be known without running code."""

from __future__ import annotations

import argparse
import ast
import operator

from .docstrings import cleaned, docstring_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.FloorDiv: operator.floordiv,
}
DEPTH_MAX = 30
FAILED = object()
SIZE_MAX = 100000


class Unknown:
    """A value that is only known when the script runs. It is shown as its source."""

    def __init__(self, constants: Constants, node: ast.AST | None) -> None:
        self.constants = constants
        self.node = node

    def __repr__(self) -> str:
        return self.constants.source_of(self.node)


class Constants:
    def __init__(self, tree: ast.Module, text: str) -> None:
        self.text = text
        self.names: dict[str, Any] = {"__doc__": docstring_of(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                value = self.value(node.value)
                if not isinstance(value, Unknown):
                    self.names[node.targets[0].id] = value

    def source_of(self, node: ast.AST | None) -> str:
        try:
            return ((ast.get_source_segment(self.text, node) if node else None) or "?")[:120]
        except Exception:
            return "?"

    def dotted(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            base = self.dotted(node.value)
            return "%s.%s" % (base, node.attr) if base else None
        return None

    def value(self, node: ast.AST | None, depth: int = 0) -> Any:
        """The value of an expression, or Unknown."""
        if depth > DEPTH_MAX:
            return Unknown(self, node)
        reader = getattr(self, "read_" + type(node).__name__, None)
        try:
            found = reader(node, depth + 1) if reader else FAILED
        except Exception:
            found = FAILED
        return Unknown(self, node) if found is FAILED else found

    def known(self, node: ast.AST | None, depth: int) -> Any:
        value = self.value(node, depth)
        if isinstance(value, Unknown):
            raise LookupError
        return value

    def read_Constant(self, node: ast.Constant, depth: int) -> Any:
        return node.value

    def read_List(self, node: ast.List, depth: int) -> Any:
        return [self.known(item, depth) for item in node.elts]

    def read_Tuple(self, node: ast.Tuple, depth: int) -> Any:
        return tuple(self.known(item, depth) for item in node.elts)

    read_Set = read_List

    def read_Dict(self, node: ast.Dict, depth: int) -> Any:
        return {self.known(key, depth): self.known(item, depth) for key, item in zip(node.keys, node.values)}

    def read_Name(self, node: ast.Name, depth: int) -> Any:
        return self.names.get(node.id, FAILED)

    def read_UnaryOp(self, node: ast.UnaryOp, depth: int) -> Any:
        value = self.known(node.operand, depth)
        return -value if isinstance(node.op, ast.USub) else not value if isinstance(node.op, ast.Not) else FAILED

    def read_BinOp(self, node: ast.BinOp, depth: int) -> Any:
        left, right = self.known(node.left, depth), self.value(node.right, depth)
        if isinstance(right, Unknown):
            return left if isinstance(node.op, ast.Mod) and isinstance(left, str) else FAILED
        if isinstance(node.op, ast.Pow) and (abs(left) > 1000 or abs(right) > 64):
            return FAILED
        if (
            isinstance(node.op, ast.Mult)
            and max(len(str(left)), 1) * max(int(right) if type(right) is int else 1, 1) > SIZE_MAX
        ):
            return FAILED
        return OPERATORS[type(node.op)](left, right)

    def read_JoinedStr(self, node: ast.JoinedStr, depth: int) -> Any:
        parts: list[Any] = []
        part: Any
        for part in node.values:
            value = part.value if isinstance(part, ast.Constant) else self.value(part.value, depth)
            parts.append("{...}" if isinstance(value, Unknown) else str(value))
        return "".join(parts)

    def read_Attribute(self, node: ast.Attribute, depth: int) -> Any:
        special = {"argparse.SUPPRESS": argparse.SUPPRESS, "argparse.REMAINDER": argparse.REMAINDER}
        return special.get(self.dotted(node) or "", FAILED)

    def read_Call(self, node: ast.Call, depth: int) -> Any:
        name = self.dotted(node.func) or ""
        if name == "range" and not node.keywords:
            return range(*(self.known(item, depth) for item in node.args))
        if name in ("list", "tuple", "sorted", "set") and len(node.args) == 1 and not node.keywords:
            value = self.known(node.args[0], depth)
            if isinstance(value, range) and len(value) > SIZE_MAX:
                return FAILED
            return sorted(value) if name == "sorted" else list(value)
        if name.rpartition(".")[2] in ("dedent", "cleandoc") and node.args:
            return cleaned(self.known(node.args[0], depth))
        if isinstance(node.func, ast.Attribute):
            return self.read_method(node, depth)
        return FAILED

    def read_method(self, node: Any, depth: int) -> Any:
        base = self.known(node.func.value, depth)
        method = node.func.attr
        if isinstance(base, str):
            if method in ("strip", "lstrip", "rstrip", "lower", "upper", "split") and not node.args:
                return getattr(base, method)()
            if method == "format":
                return base
            if method == "join":
                return base.join(self.known(node.args[0], depth))
        if isinstance(base, dict) and method in ("keys", "values"):
            return list(getattr(base, method)())
        return FAILED
