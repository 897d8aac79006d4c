"""cyclopts: functions as commands, through argparse."""

from __future__ import annotations

import argparse
import inspect

from ..session import finish
from .argparse import spec_of_parser
from .function_parsers import POSITIONALS, add_parameters, positional_first

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


class App:
    """cyclopts': functions as commands."""

    def __init__(self, name: str | None = None, help: Any = None, **_: Any) -> None:
        self.name, self.help = name, help
        self.commands: dict[str, Any] = {}
        self.main: Any = None

    def command(self, function: Callable[..., Any] | None = None, name: str | None = None, **_: Any) -> Any:
        if function is None:
            return lambda given: self.command(given, name)
        called: Any = name or getattr(function, "name", None) or getattr(function, "__name__", "command")
        self.commands[called if isinstance(called, str) else called[0]] = function
        return function

    def default(self, function: Callable[..., Any] | None = None, **_: Any) -> Any:
        if function is None:
            return self.default
        self.main = function
        return function

    def __call__(self, *_: Any, **__: Any) -> None:
        parser = argparse.ArgumentParser(description=self.help)
        self.fill(parser)
        finish(spec_of_parser(parser))

    def fill(self, parser: argparse.ArgumentParser) -> None:
        if self.main is not None:
            add_parameters(parser, self.main, POSITIONALS, dashes=True)
        if self.commands:
            children = parser.add_subparsers(dest="command", required=self.main is None)
            for name, one in self.commands.items():
                child = children.add_parser(
                    name.replace("_", "-"), help=(inspect.getdoc(one) or "").split("\n")[0] or None
                )
                one.fill(child) if isinstance(one, App) else add_parameters(child, one, POSITIONALS, dashes=True)


def hook_cyclopts(module: Any) -> None:
    def call(self: Any, *_: Any, **__: Any) -> None:
        copy_app(self, App)()

    module.App.__call__ = call
    module.run = positional_first


def copy_app(app: Any, kind: Any) -> Any:
    """Converts an App of cyclopts: its function, and its commands except help and version."""
    copied = kind(help=app.help if isinstance(app.help, str) else None)
    copied.main = app.default_command
    for name in app:
        inner = app[name]
        if not name.startswith("-"):
            copied.commands[name] = copy_app(inner, kind) if list(nested(inner)) else inner.default_command
    return copied


def nested(app: Any) -> Any:
    return (name for name in app if not name.startswith("-"))
