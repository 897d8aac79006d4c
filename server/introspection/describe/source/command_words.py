"""The commands of a script that looks at its first word by itself and hands the others to a function for it."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from .summary import SourceSummary

LISTS = ("argv", "args", "arguments", "words")
WORDS_MAX = 40


def command_words(summary: SourceSummary) -> list[str]:
    """The words that the first one is compared with, looked up by, or made into the name of a method."""
    reader = WordReader(summary)
    for node in ast.walk(summary.tree):
        reader.read(node)
    words = [word for word in dict.fromkeys(reader.words) if word and word[0].isalpha() and " " not in word]
    return words[:WORDS_MAX]


class WordReader:
    def __init__(self, summary: SourceSummary) -> None:
        self.summary = summary
        self.words: list[str] = []
        nodes = list(ast.walk(summary.tree))
        self.names = {
            node.targets[0].id
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and self.is_first(node.value)
        }
        self.tables = {
            node.targets[0].id: node.value
            for node in nodes
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Dict)
        }
        self.classes = [node for node in nodes if isinstance(node, ast.ClassDef)]

    def is_first(self, node: Any) -> bool:
        """sys.argv[1], argv[1], args[0], args.pop(0), next(args), `args.command`, also with .lower() and the like."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            return self.is_first(node.func.value)
        if isinstance(node, ast.IfExp):
            return self.is_first(node.body) or self.is_first(node.orelse)
        if isinstance(node, ast.Attribute):
            return self.summary.first_word_alone and node.attr in ("command", "cmd", "subcommand", "action")
        if isinstance(node, ast.Name):
            return node.id in getattr(self, "names", ())
        if isinstance(node, ast.Subscript):
            return self.position_of(node.value, node.slice)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "pop" and node.args:
            function: Any = node.func
            return self.position_of(function.value, node.args[0])
        return False

    def position_of(self, listed: Any, index: Any) -> bool:
        name = (self.summary.constants.dotted(listed) or "").rpartition(".")[2]
        at = getattr(index, "value", None)
        at = getattr(at, "value", at)  # Python 3.8 has an ast.Index around it
        return name in LISTS and type(at) is int and at == (1 if name == "argv" else 0)

    def read(self, node: Any) -> None:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            self.read_comparison(node)
        elif isinstance(node, ast.Subscript) and self.is_key(node.slice):
            self.read_table(node.value)
        elif isinstance(node, ast.Call):
            self.read_call(node)
        elif type(node).__name__ == "Match" and self.is_first(node.subject):
            values = [getattr(inner, "value", None) for case in node.cases for inner in ast.walk(case.pattern)]
            self.add(values)

    def is_key(self, node: Any) -> bool:
        return self.is_first(node.value if type(node).__name__ == "Index" else node)

    def read_comparison(self, node: ast.Compare) -> None:
        left, right = node.left, node.comparators[0]
        if isinstance(node.ops[0], (ast.Eq, ast.In)) and self.is_first(left):
            self.add(getattr(right, "elts", None) or [right])
            if isinstance(node.ops[0], ast.In):
                self.read_table(right)
        elif isinstance(node.ops[0], ast.Eq) and self.is_first(right):
            self.add([left])

    def read_call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        function: Any = node.func
        if name == "get" and node.args and self.is_first(node.args[0]):
            self.read_table(function.value)
        elif name in ("getattr", "hasattr") and len(node.args) > 1:
            prefix = self.prefix_of(node.args[1])
            if prefix is not None:
                self.add_methods(prefix)

    def read_table(self, node: Any) -> None:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("globals", "locals", "vars"):
            return
        table = node if isinstance(node, ast.Dict) else self.tables.get((self.summary.constants.dotted(node) or ""))
        if table is not None:
            self.add(table.keys)

    def prefix_of(self, node: Any) -> str | None:
        """ "" for `command`, "do_" for `"do_" + command` and for an f-string of that; None for anything else."""
        if self.is_first(node):
            return ""
        if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and self.is_first(node.right):
            return str(node.left.value)
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            start: Any = node.values[0]
            end: Any = node.values[1]
            if isinstance(start, ast.Constant) and self.is_first(getattr(end, "value", None)):
                return str(start.value)
        return None

    def add_methods(self, prefix: str) -> None:
        methods = [one for owner in self.classes for one in owner.body if isinstance(one, ast.FunctionDef)]
        names = [one.name for one in methods if one.name.startswith(prefix) and not one.name.startswith("_")]
        self.words += [name[len(prefix) :] for name in names]

    def add(self, nodes: Any) -> None:
        values = [getattr(node, "value", None) for node in nodes if isinstance(node, ast.Constant)]
        self.words += [value for value in values if isinstance(value, str)]
