"""Defaults that depend on the run or the machine (the time, a random number, a name) are shown as source."""

from __future__ import annotations

import ast

from ..spec import each_command

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Collection

    from ..shapes import Command
    from ..source.summary import SourceSummary

DYNAMIC = {
    "now",
    "today",
    "utcnow",
    "time",
    "time_ns",
    "localtime",
    "gmtime",
    "uuid1",
    "uuid4",
    "mkdtemp",
    "mkstemp",
    "mktemp",
    "random",
    "randint",
    "randrange",
    "token_hex",
    "token_urlsafe",
    "getpid",
    "strftime",
    "ctime",
    "asctime",
    "getuser",
    "getlogin",
    "gethostname",
    "cpu_count",
    "getcwd",
    "gettempdir",
}
DECLARE = {"add_argument", "add_option", "option", "argument", "Option", "Argument", "add_arg", "add"}


def show_dynamic_defaults(command: Command, summary: SourceSummary) -> None:
    texts = dynamic_defaults(summary)
    if not texts:
        return
    for one in each_command(command):
        for param in one["params"]:
            name = next((name for name in (param.get("flags") or []) + [param["dest"]] if name in texts), None)
            if name is not None and param.get("default") is not None:
                param.pop("default")
                param["defaultText"] = texts[name]


def dynamic_defaults(summary: SourceSummary) -> dict[str, str]:
    """{option string or name: the source of its default}"""
    changing = {
        target.id
        for node in ast.walk(summary.tree)
        if isinstance(node, ast.Assign) and is_dynamic(node.value, summary, ())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    changing |= {
        node.name
        for node in ast.walk(summary.tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Return) and inner.value is not None and is_dynamic(inner.value, summary, changing)
    }
    found: dict[str, Any] = {}
    for call in summary.calls:
        if (summary.constants.dotted(call.func) or "").rpartition(".")[2] not in DECLARE:
            continue
        default = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), None)
        if default is not None and is_dynamic(default, summary, changing):
            names = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
            found.update((name, summary.constants.source_of(default)) for name in names)
    return found


def is_dynamic(node: Any, summary: SourceSummary, changing: Collection[str]) -> bool:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and (summary.constants.dotted(inner.func) or "").rpartition(".")[2] in DYNAMIC:
            return True
        if isinstance(inner, ast.Name) and inner.id in changing:
            return True
    return False
