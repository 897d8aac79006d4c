"""cyclopts: functions as commands, by way of argparse."""

import argparse
import inspect

from ..session import finish
from .argparse import spec_of_parser
from .function_parsers import POSITIONALS, add_parameters, positional_first


class App:
    """cyclopts': functions as commands."""

    def __init__(self, name=None, help=None, **_):
        self.name, self.help, self.commands, self.main = name, help, {}, None

    def command(self, function=None, name=None, **_):
        if function is None:
            return lambda given: self.command(given, name)
        called = name or getattr(function, "name", None) or getattr(function, "__name__", "command")
        self.commands[called if isinstance(called, str) else called[0]] = function
        return function

    def default(self, function=None, **_):
        if function is None:
            return self.default
        self.main = function
        return function

    def __call__(self, *_, **__):
        parser = argparse.ArgumentParser(description=self.help)
        self.fill(parser)
        finish(spec_of_parser(parser))

    def fill(self, parser):
        if self.main is not None:
            add_parameters(parser, self.main, POSITIONALS, True)
        if self.commands:
            children = parser.add_subparsers(dest="command", required=self.main is None)
            for name, one in self.commands.items():
                child = children.add_parser(
                    name.replace("_", "-"), help=(inspect.getdoc(one) or "").split("\n")[0] or None
                )
                one.fill(child) if isinstance(one, App) else add_parameters(child, one, POSITIONALS, True)


def hook_cyclopts(module):
    def call(self, *_, **__):
        copy_app(self, App)()

    module.App.__call__ = call
    module.run = positional_first


def copy_app(app, kind):
    """An App of theirs as one of ours: its own function, and its commands but for help and version."""
    copied = kind(help=app.help if isinstance(app.help, str) else None)
    copied.main = app.default_command
    for name in app:
        inner = app[name]
        if not name.startswith("-"):
            copied.commands[name] = copy_app(inner, kind) if list(nested(inner)) else inner.default_command
    return copied


def nested(app):
    return (name for name in app if not name.startswith("-"))
