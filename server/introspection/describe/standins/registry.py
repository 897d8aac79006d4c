"""Finds the stand-in for a library that is not installed, or for one of its names."""

from __future__ import annotations

import argparse
from importlib import import_module

from .. import placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


ROOT = __package__.rpartition(".")[0]

PARSERS = {("configargparse", "ArgParser"), ("configargparse", "Parser"), ("gooey", "GooeyParser")}

# module of a library -> our module that declares parameters as it does
STANDINS = {
    "click": "click",
    "click.core": "click",
    "click.types": "click",
    "click.decorators": "click",
    "click.exceptions": "click",
    "rich_click": "click",
    "asyncclick": "click",
    "click_option_group": "click_option_group",
    "typer": "typer",
    "absl.flags": "absl",
    "tensorflow.flags": "absl",
    "tensorflow.app.flags": "absl",
    "tensorflow.compat.v1.flags": "absl",
    "gflags": "absl",
    "tornado.options": "tornado",
    "docopt": "docopt",
    "plumbum.cli": "plumbum",
    "plumbum.cli.application": "plumbum",
    "plumbum.cli.switches": "plumbum",
    "cleo.application": "cleo",
    "cleo.commands.base_command": "cleo",
    "cleo.commands.command": "cleo",
    "cleo.helpers": "cleo",
    "cleo.io.inputs.argument": "cleo",
    "cleo.io.inputs.option": "cleo",
    "cleo.loaders.command_loader": "cleo",
    "cleo.loaders.factory_command_loader": "cleo",
    "invoke": "invoke",
    "invoke.collection": "invoke",
    "invoke.parser": "invoke",
    "invoke.program": "invoke",
    "invoke.tasks": "invoke",
    "pydantic_settings": "pydantic_settings",
}
FUNCTIONS = {
    "transformers",
    "trl",
    "simple_parsing",
    "tap",
    "tyro",
    "jsonargparse",
    "plac",
    "clize",
    "defopt",
    "argh",
    "hydra",
    "cyclopts",
    "pyrallis",
}
# `from absl import flags`: the name is a module of its own
MODULES = {
    "plumbum.cli",
    "tornado.options",
    "absl.flags.argparse_flags",
    "absl.flags",
    "absl.app",
    "tensorflow.flags",
    "tensorflow.app",
    "tensorflow.app.flags",
    "tensorflow.compat",
    "tensorflow.compat.v1",
    "tensorflow.compat.v1.app",
    "tensorflow.compat.v1.flags",
}


def install() -> None:
    """From now on, placeholders of modules look for their names here."""
    placeholders.registry.find = find
    placeholders.registry.complete = complete


def find(module: str, name: str) -> Any:
    """The stand-in for module.name, or None for an ordinary placeholder."""
    if "%s.%s" % (module, name) in MODULES:
        return placeholders.stub_module("%s.%s" % (module, name), ("*",))
    if module == "typing_extensions":
        import typing  # only here, because loading it takes time

        return getattr(typing, name, None)
    if name == "run" and module in MODULES and module.endswith("app"):
        return standin("absl").run
    if module == "pydantic" and standin("pydantic").uses_settings():
        return vars(standin("pydantic")).get(name)
    if module in FUNCTIONS:
        return standin("functions").NAMES.get((module, name))
    if module in STANDINS:
        found = vars(standin(STANDINS[module])).get(name)
        return vars(standin("click_types")).get(name) if found is None and STANDINS[module] == "click" else found
    if (module, name) == ("gooey", "Gooey"):
        return standin("argparse_extensions").gooey_decorator
    if module.startswith("rich_argparse") and name.endswith("HelpFormatter"):
        return argparse.HelpFormatter
    # Any other class of that name extends argparse's.
    if name == "ArgumentParser" or (module, name) in PARSERS:
        return standin("argparse_extensions").LenientParser
    return None


def complete(name: str, module: str) -> None:
    """Add to the placeholder of a module the function that ends with the description."""
    if name == "fire":
        import_module(ROOT + ".libraries.fire").hook(module)
    elif name == "docopt":
        import_module(ROOT + ".libraries.docopt").hook(module, standin("docopt"))


def standin(name: str) -> Any:
    return import_module("%s.standins.%s" % (ROOT, name))
