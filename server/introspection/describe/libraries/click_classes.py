"""Replaces classes from a package that is not installed by the classes of click."""

from __future__ import annotations

import inspect
import sys

from ..placeholders import StubType

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command

KINDS = {"command": "Command", "group": "Group", "option": "Option", "argument": "Argument"}
_made: dict[Any, Any] = {}


def hook(module: Any) -> None:
    """click.command(cls=...) and the like accept a class that is only a placeholder."""
    core = sys.modules[module.__name__.rpartition(".")[0] + ".core"]
    for name, kind in KINDS.items():
        setattr(module, name, accepting_placeholders(getattr(module, name), getattr(core, kind)))


def accepting_placeholders(decorator: Any, kind: Any) -> Any:
    def decorate(*args: Any, **keywords: Any) -> Any:
        args = tuple(tolerant(kind) if isinstance(one, StubType) else one for one in args)
        if isinstance(keywords.get("cls"), StubType):
            keywords["cls"] = tolerant(kind)
        return decorator(*args, **keywords)

    decorate.__doc__ = decorator.__doc__
    return decorate


def tolerant(kind: Any) -> Any:
    """A subclass that ignores the keywords of the missing class."""
    if kind in _made:
        return _made[kind]

    class Tolerant(kind):
        def __init__(self, *args: Any, **keywords: Any) -> None:
            super().__init__(*args, **{name: value for name, value in keywords.items() if name in known(kind)})
            self.aliases = keywords.get("aliases")
            self.default_if_no_args = keywords.get("default_if_no_args", False)

    if hasattr(kind, "add_command"):
        add_tolerant_commands(Tolerant, kind)
    _made[kind] = Tolerant
    return Tolerant


def add_tolerant_commands(made: Any, kind: Any) -> None:
    core = sys.modules[kind.__module__]

    def command(self: Any, *args: Any, **keywords: Any) -> Any:
        if not isinstance(keywords.get("cls"), type) or isinstance(keywords["cls"], StubType):
            keywords["cls"] = tolerant(core.Command)
        return kind.command(self, *args, **keywords)

    def group(self: Any, *args: Any, **keywords: Any) -> Any:
        if not isinstance(keywords.get("cls"), type) or isinstance(keywords["cls"], StubType):
            keywords["cls"] = made
        return kind.group(self, *args, **keywords)

    made.command, made.group = command, group


def known(kind: Any) -> set[str]:
    names: set[str] = set()
    for one in kind.__mro__:
        if "__init__" in one.__dict__ and one is not object:
            names.update(inspect.signature(one.__init__).parameters)
    return names


def add_aliases(described: Command, group: Any) -> None:
    """The other names of a group's commands, as click-aliases and its like keep them."""
    listed = getattr(group, "_commands", None)
    for sub in described["subcommands"]["commands"]:
        command = (getattr(group, "commands", None) or {}).get(sub["name"])
        aliases = getattr(command, "aliases", None) or (listed.get(sub["name"]) if isinstance(listed, dict) else None)
        if isinstance(aliases, (list, tuple)) and all(isinstance(alias, str) for alias in aliases) and aliases:
            sub["aliases"] = list(aliases)
