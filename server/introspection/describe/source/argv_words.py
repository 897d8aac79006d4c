"""Scripts that read sys.argv themselves: the variables that get its words, or a usage text in the source."""

from __future__ import annotations

import ast
import re

from ..spec import assign_ids, new_command, new_positional, set_default
from ..syntax.constants import Unknown
from ..syntax.help_texts import free_arguments, longest_help
from .argv_options import options_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Parameter
    from ..source.summary import SourceSummary

CONVERSIONS = {
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "Path": {"type": "string", "format": "path"},
    "open": {"type": "string", "format": "file", "mode": "r"},
}
INDEX_MAX = 50


def words_as_command(summary: SourceSummary) -> Command | None:
    """A Command of positionals for sys.argv[1], sys.argv[2:] and `_, a, b = sys.argv`; None if none are read."""
    reader = Reader(summary)
    reader.read(summary.tree, False, None)
    params = [reader.found[index] for index in sorted(reader.found)]
    if reader.rest is not None:
        params = [param for param in params if param["index"] < reader.rest["index"]] + [reader.rest]
    last = max(reader.found, default=0)
    for index in range(1, last):
        if index not in reader.found:  # the script reads a later word, so this one must be there
            params.insert(index - 1, word("arg%d" % index, index))
    for at, param in enumerate(params):
        if at and not params[at - 1]["required"] and param.get("nargs") != "*":
            param.update(required=False, nargs="?")
        param.pop("index", None)
    # Words at fixed positions may start like an option.
    options = [] if reader.found else options_of(summary)
    if options and not params:
        params = [free_arguments()]
    params = options + params
    assign_ids(params)
    return new_command(description=summary.docstring, params=params) if params else None


def usage_text(summary: SourceSummary) -> str | None:
    """The longest text of the source that looks like the help text for --help, otherwise None."""
    return longest_help(summary.tree)


def word(name: str, index: int, **more: Any) -> Parameter:
    return new_positional(name, **dict(more, guessed=True, index=index))


def names_of_words(summary: SourceSummary) -> set[str]:
    """Variables for all words (`args = sys.argv[1:]`) of which the script reads single words by position."""
    by_name: set[str] = set()
    taken: set[str] = set()
    for node in ast.walk(summary.tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value: Any = node.value
            at: Any = getattr(value, "slice", None)
            is_slice = isinstance(at, ast.Slice) and summary.constants.dotted(value.value) in ("sys.argv", "argv")
            if is_slice and getattr(at.lower, "value", None) == 1 and at.upper is None:
                by_name.add(node.targets[0].id)
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            taken.add(getattr(node.value, "id", ""))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            taken.add(getattr(node.value, "id", ""))
    return by_name & taken


class Reader:
    """Walks the source and keeps track of the context: whether words are counted, and the variable that is assigned."""

    def __init__(self, summary: SourceSummary) -> None:
        self.summary = summary
        self.found: dict[Any, Any] = {}
        self.rest: Parameter | None = None
        self.by_name = names_of_words(summary)

    def read(self, node: Any, optional: bool, name: str | None) -> None:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, (ast.Tuple, ast.List)) and self.unpack(target, node.value):
                return
            if getattr(target, "id", None) in self.by_name and self.is_argv(getattr(node.value, "value", None)):
                return
            self.read(node.value, optional, target.id if isinstance(target, ast.Name) else None)
            return
        if isinstance(node, (ast.If, ast.IfExp)) and self.counts(node.test):
            for child in ast.iter_child_nodes(node):
                otherwise = child in node.orelse if isinstance(node, ast.If) else child is node.orelse
                guarded = child is not node.test and not (otherwise and self.is_short(node.test))
                self.read(child, optional or guarded, name)
            if isinstance(node, ast.IfExp):
                self.add_default(node, name)
            return
        if isinstance(node, ast.Try):
            for child in ast.iter_child_nodes(node):
                self.read(child, optional or any(self.catches(one) for one in node.handlers), name)
            return
        if isinstance(node, ast.Subscript) and self.start_of(node.value) is not None:
            self.take(node, name, {}, optional=optional)
            return
        if isinstance(node, ast.Call) and len(node.args) == 1:
            called = (self.summary.constants.dotted(node.func) or "").rpartition(".")[2]
            inner = node.args[0]
            if isinstance(inner, ast.Subscript) and self.start_of(inner.value) is not None and called in CONVERSIONS:
                self.take(inner, name, CONVERSIONS[called], optional=optional)
                return
        for child in ast.iter_child_nodes(node):
            self.read(child, optional, name if not isinstance(node, ast.stmt) else None)

    def is_argv(self, node: Any) -> bool:
        return self.summary.constants.dotted(node) in ("sys.argv", "argv") if node is not None else False

    def start_of(self, node: Any) -> int | None:
        """The position in sys.argv at which a list of words starts; None for any other value."""
        if getattr(node, "id", None) in self.by_name:
            return 1
        return 0 if self.is_argv(node) else None

    def counts(self, test: Any) -> bool:
        calls = [node for node in ast.walk(test) if isinstance(node, ast.Call) and node.args]
        return any(self.start_of(call.args[0]) is not None for call in calls)

    def is_short(self, test: Any) -> bool:
        """`if len(sys.argv) < 3`: the branch under else is the ordinary case."""
        return isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Lt, ast.LtE, ast.NotEq))

    def catches(self, handler: ast.ExceptHandler) -> bool:
        names = {getattr(node, "id", "") for node in ast.walk(handler.type)} if handler.type else {"IndexError"}
        ends = any(
            isinstance(node, ast.Raise)
            or (isinstance(node, ast.Call) and "exit" in (self.summary.constants.dotted(node.func) or ""))
            for statement in handler.body
            for node in ast.walk(statement)
        )
        return bool(names & {"IndexError", "Exception"}) and not ends

    def take(self, node: Any, name: str | None, kind: Any, *, optional: bool) -> None:
        at = getattr(node.slice, "value", node.slice) if type(node.slice).__name__ == "Index" else node.slice
        start = self.start_of(node.value) or 0
        if isinstance(at, ast.Slice):
            lower: Any = at.lower.value if isinstance(at.lower, ast.Constant) else None
            lower = lower + start if type(lower) is int and lower >= 0 else None
            if lower and lower < INDEX_MAX and at.upper is None and self.rest is None:
                self.rest = word(name or "args", lower, nargs="*", required=False)
            return
        index: Any = at.value if isinstance(at, ast.Constant) else None
        index = index + start if type(index) is int and index >= 0 else 0
        if not 0 < index < INDEX_MAX:
            return
        known = self.found.get(index)
        if known is None:
            more = dict(kind, required=False, nargs="?") if optional else kind
            self.found[index] = word(name or "arg%d" % index, index, **more)
        else:
            self.improve(known, name, kind, optional=optional)

    def improve(self, known: Parameter, name: str | None, kind: Any, *, optional: bool) -> None:
        """Merge another use of the same word. It is required if one of its uses is unconditional."""
        if name and re.match(r"arg\d+$", known["dest"]):
            known["dest"] = name
        known.update(kind)
        if not optional:
            known["required"] = True
            known.pop("nargs", None)

    def unpack(self, target: Any, value: Any) -> bool:
        start: Any = self.start_of(value)
        inside = self.start_of(value.value) if isinstance(value, ast.Subscript) else None
        if inside is not None and isinstance(value.slice, ast.Slice):
            lower: Any = value.slice.lower.value if isinstance(value.slice.lower, ast.Constant) else 0
            start = inside + lower
        elif start is None:
            return False
        for offset, item in enumerate(target.elts):
            if start + offset == 0:
                continue
            if isinstance(item, ast.Starred):
                self.rest = word(getattr(item.value, "id", "args"), start + offset, nargs="*", required=False)
                break
            self.found[start + offset] = word(getattr(item, "id", "arg%d" % (start + offset)), start + offset)
        return True

    def add_default(self, node: Any, name: str | None) -> None:
        """`int(sys.argv[3]) if len(sys.argv) > 3 else 5`"""
        value = self.summary.constants.value(node.orelse)
        param = next((one for one in self.found.values() if one["dest"] == name), None)
        if param is not None and not isinstance(value, Unknown):
            set_default(param, value)
