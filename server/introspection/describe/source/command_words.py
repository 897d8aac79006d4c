"""The commands of a script that reads its first word itself and passes the others to a function."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from .summary import SourceSummary

LISTS = ("argv", "args", "arguments", "words")
WORDS_MAX = 40


def command_words(summary: SourceSummary) -> list[str]:
    """The words that the first one is compared with, or that are keys of a table or parts of method names."""
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
        assigned = [node for node in nodes if isinstance(node, ast.Assign)]
        self.names = {name for node in assigned for name in self.first_names(node)}
        self.tables = {
            node.targets[0].id: node.value
            for node in assigned
            if isinstance(node.targets[0], ast.Name) and self.is_table(node.value)
        }
        self.filled = self.keys_put_in(nodes)
        self.classes = [node for node in nodes if isinstance(node, ast.ClassDef)]

    def first_names(self, node: ast.Assign) -> list[str]:
        """`command = sys.argv[1]`, `command, *others = argv`, `_, command, *others = sys.argv`."""
        target = node.targets[0]
        if isinstance(target, ast.Name):
            return [target.id] if self.is_first(node.value) else []
        if not isinstance(target, (ast.Tuple, ast.List)):
            return []
        value: Any = node.value
        all_words = self.summary.constants.dotted(value) == "sys.argv"
        listed = self.summary.constants.dotted(value.value if isinstance(value, ast.Subscript) else value) or ""
        index = 1 if all_words else 0
        is_words = listed.rpartition(".")[2] in LISTS and len(target.elts) > index
        return [getattr(target.elts[index], "id", "")] if is_words else []

    def is_table(self, node: Any) -> bool:
        return isinstance(node, ast.Dict) or isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict"

    def keys_put_in(self, nodes: list[ast.AST]) -> list[Any]:
        """The words that decorators such as @register("add") and assignments put into a table."""
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
                found += [argument for call in calls for argument in call.args[:1]]
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                key: Any = node.targets[0].slice
                found.append(getattr(key, "value", key) if type(key).__name__ == "Index" else key)
        return found

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
        if isinstance(node, ast.Subscript) and getattr(node.slice, "value", None) in ("<command>", "<cmd>"):
            return True  # what docopt read
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
        if name not in LISTS or type(at) is not int:
            return False
        return at == 1 if self.summary.constants.dotted(listed) == "sys.argv" else at == 0 or name == "argv" and at == 1

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
                self.add_functions(prefix)

    def read_table(self, node: Any) -> None:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("globals", "locals", "vars"):
            self.add_functions("")
            return
        table: Any = node if isinstance(node, ast.Dict) else self.tables.get(self.summary.constants.dotted(node) or "")
        if isinstance(table, ast.Dict):
            self.add(table.keys)
        elif table is not None:
            self.words += [keyword.arg for keyword in table.keywords if keyword.arg]
        if table is not None and not self.words:
            self.add(self.filled)

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

    def add_functions(self, prefix: str) -> None:
        functions = [one for one in self.summary.tree.body if isinstance(one, ast.FunctionDef)]
        names = [one.name for one in functions if one.name.startswith(prefix) and one.name not in ("main", prefix)]
        self.words += [name[len(prefix) :] for name in names if not name.startswith("_")]

    def add(self, nodes: Any) -> None:
        values = [getattr(node, "value", None) for node in nodes if isinstance(node, ast.Constant)]
        self.words += [value for value in values if isinstance(value, str)]
