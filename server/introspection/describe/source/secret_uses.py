"""Which parameters the source asks for with getpass when they are not given."""

from __future__ import annotations

import ast

from ..spec import each_command
from .file_uses import UseReader, is_plain_text, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from ..shapes import Command
    from .summary import SourceSummary


def add_secret_uses(command: Command, summary: SourceSummary) -> None:
    """Mark each plain text parameter as a secret whose value comes from getpass where nobody gives one."""
    plain = [param for one in each_command(command) for param in one["params"] if is_plain_text(param)]
    if not plain or not any(is_getpass(call) for call in summary.calls):
        return
    reader = UseReader(summary, {param["dest"] for param in plain})
    reader.read()
    asked = {dest for node in ast.walk(summary.tree) for dest in asked_by(node, reader)}
    for param in plain:
        if name_of(param["dest"]) in asked:
            param["secret"] = True


def asked_by(node: ast.AST, reader: UseReader) -> list[str]:
    """`args.key = getpass()`, `args.key or getpass()`, `args.key if args.key else getpass()`."""
    if isinstance(node, ast.Assign):
        targets, source = node.targets, node.value
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        targets, source = node.values, node.values[-1]
    elif isinstance(node, ast.IfExp):
        targets, source = [node.body, node.orelse], node
    else:
        return []
    if not any(is_getpass(inner) for inner in ast.walk(source)):
        return []
    return [dest for dest in map(reader.dest_of, targets) if dest is not None]


def is_getpass(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return "getpass" in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
