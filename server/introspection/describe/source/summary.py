"""What can be read from the source without running it: docstring, version, imports, use of arguments."""

from __future__ import annotations

import ast
import os
import re
import sys

from ..syntax.constants import Constants
from ..syntax.docstrings import docstring_of
from .file import refuse_syntax

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Iterator, Sequence

    from ..source.file import Source

LIBRARIES = {
    "argparse",
    "click",
    "typer",
    "docopt",
    "fire",
    "absl",
    "optparse",
    "getopt",
    "tyro",
    "simple_parsing",
    "jsonargparse",
    "configargparse",
    "plac",
    "argh",
    "gooey",
    "tap",
    "defopt",
    "cyclopts",
    "cleo",
    "knack",
    "cliff",
    "asyncclick",
    "rich_click",
    "hydra",
    "datargs",
    "clize",
    "invoke",
    "plumbum",
    "django",
    "cement",
    "begin",
    "pydantic_settings",
    "rich_argparse",
    "gflags",
    "pyrallis",
}
ARGPARSE_LIKE = {"argparse", "configargparse", "gooey", "jsonargparse", "simple_parsing", "rich_argparse"}
FILLING_WORDS = (
    ".add_argument(",
    ".parse_args(",
    ".parse_known_args(",
    ".add_option(",
    "HfArgumentParser(",
    "parse_command_line(",
)
ARGPARSE_WORDS = ("ArgumentParser", "add_argument", "ArgParser", "GooeyParser")
STARTER = re.compile(
    r"(?i)(?:^|[._])(?:\w*main|cli|run|app|entry\w*|cmd\w*|command\w*|execute\w*|start|console\w*)(?:$|_)"
)
STARTER_STATEMENTS_MAX = 2
VERSION_NAMES = ("__version__", "__VERSION__", "VERSION", "version", "_version")
SOURCE_CHARACTERS_MAX = 1500000


class SourceSummary:
    """Reads everything in one walk over the tree. @throws Refused if the source does not compile"""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.name = name
        self.tree = self.parse()
        self.constants = Constants(self.tree, source.text)
        self.docstring = docstring_of(self.tree)
        self.imports: set[str] = set()
        self.import_lines: set[int] = set()
        self.imported_names: dict[Any, Any] = {}
        self.asks_line: int | None = None
        self.argv_line: int | None = None
        self.stdin_line: int | None = None
        self.first_word_alone = False
        self.calls: list[Any] = []
        for node in ast.walk(self.tree):
            self.visit(node)
        if not self.tree.body:  # too large for a tree
            self.imports.update(re.findall(r"(?m)^[ \t]*(?:import|from)[ \t]+(\w+)", source.text))
        self.version = self.find_version()
        self.libraries = self.used_libraries()
        self.uses_argparse = bool(self.imports & ARGPARSE_LIKE) and self.mentions(ARGPARSE_WORDS)
        fills = self.mentions(FILLING_WORDS)  # a parser from a module of another package
        self.should_run = bool(self.libraries or fills or self.is_application() or self.hands_over())

    def parse(self) -> ast.Module:
        text = self.source.text
        try:
            if len(text) > SOURCE_CHARACTERS_MAX:  # its syntax tree would not fit in memory
                compile("", self.source.filename, "exec")
                return ast.parse("")
            tree = ast.parse(self.source.raw, self.source.filename)
            compile(tree, self.source.filename, "exec", dont_inherit=True)
            return tree
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            refuse_syntax(self.source, error, self.name)
            raise

    def visit(self, node: Any) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.visit_import(node)
        elif isinstance(node, ast.Call):
            self.calls.append(node)
            self.first_word_alone = self.first_word_alone or parses_first_word(node)
            if getattr(node.func, "id", "") in ("input", "raw_input") or getattr(node.func, "attr", "") == "getpass":
                self.asks_line = self.asks_line or node.lineno
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "sys":
            if node.attr == "argv":
                self.argv_line = self.argv_line or node.lineno
            elif node.attr == "stdin":
                self.stdin_line = self.stdin_line or node.lineno

    def visit_import(self, node: Any) -> None:
        self.import_lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(node, ast.Import):
            modules = [(alias.name, alias.asname or alias.name.partition(".")[0]) for alias in node.names]
        else:
            module = "." if node.level else node.module or "."
            if module == "sys" and any(alias.name == "argv" for alias in node.names):
                self.argv_line = self.argv_line or node.lineno
            modules = [(module, alias.asname or alias.name) for alias in node.names]
        for module, name in modules:
            first = module.partition(".")[0] or "."
            self.imports.add(first)
            self.imported_names[name] = first

    def mentions(self, words: Sequence[str]) -> bool:
        return any(word in self.source.text for word in words)

    def used_libraries(self) -> set[str]:
        """Command-line libraries that are imported. argparse must also be used."""
        found = self.imports & LIBRARIES
        if found == {"argparse"} and not self.mentions(ARGPARSE_WORDS) and not self.is_application():
            return set()
        return found

    def is_application(self) -> bool:
        """Whether the parser may be in another module of the script, next to it or in its archive."""
        entry = self.source.entry
        if self.source.zipped or "." in self.imports:
            return True
        return any(
            os.path.exists(os.path.join(entry, name + ".py")) or os.path.isdir(os.path.join(entry, name))
            for name in self.imports
        )

    def hands_over(self) -> bool:
        """Whether it calls an imported main() outside of functions, as start scripts of packages do."""
        if "load_entry_point" in self.source.text:
            return True
        for call in self.starting_calls():
            ends = self.constants.dotted(call.func) in ("sys.exit", "exit", "SystemExit")
            if ends and call.args and isinstance(call.args[0], ast.Call) and self.is_foreign(call.args[0].func):
                return True
            for node in [call.func] + call.args:
                if self.is_foreign(node) and STARTER.search(self.constants.dotted(node) or ""):
                    return True
        return False

    def starting_calls(self) -> Iterator[ast.Call]:
        """Calls outside of functions, and those in functions of the script that are called there."""
        local = {
            node.name: node for node in self.tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        for call in self.top_level_calls():
            yield call
            function = local.get(getattr(call.func, "id", ""))
            if function is not None and len(function.body) <= STARTER_STATEMENTS_MAX:
                for node in ast.walk(function):
                    if isinstance(node, ast.Call):
                        yield node

    def is_foreign(self, node: Any) -> bool:
        """Whether a name comes from a module that does not belong to Python."""
        standard = getattr(sys, "stdlib_module_names", None) or sys.builtin_module_names
        module = self.imported_names.get((self.constants.dotted(node) or "").partition(".")[0])
        return module is not None and module not in standard

    def top_level_calls(self) -> Iterator[ast.Call]:
        pending: list[ast.AST] = list(self.tree.body)
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                continue
            if isinstance(node, ast.Call):
                yield node
            pending.extend(ast.iter_child_nodes(node))

    def find_version(self) -> str | None:
        for node in self.tree.body:
            if not isinstance(node, ast.Assign):
                continue
            targets = node.targets
            if len(targets) == 1 and getattr(targets[0], "id", "") in VERSION_NAMES:
                value = self.constants.value(node.value)
                if isinstance(value, str) and value:
                    return value[:100]
        return None

    def main_function(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """A module-level main() that the script itself never calls, or None."""
        if any(self.constants.dotted(call.func) == "main" for call in self.calls):
            return None
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "main":
                return node
        return None


def parses_first_word(call: Any) -> bool:
    """parse_args(sys.argv[1:2]), parse_args(argv[:1])"""
    first = call.args[0] if call.args and getattr(call.func, "attr", "") in ("parse_args", "parse_known_args") else None
    if not isinstance(first, ast.Subscript) or not isinstance(first.slice, ast.Slice):
        return False
    return getattr(first.slice.upper, "value", None) == (2 if getattr(first.value, "attr", "") == "argv" else 1)
