"""Libraries that turn functions or classes into a command line, through argparse, for where they are not installed."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import sys

from ..libraries.argparse import spec_of_parser
from ..libraries.cyclopts import App
from ..libraries.function_parsers import KEYWORDS, OPTIONS, add, add_fields, positional_first, report
from ..libraries.signatures import type_hints
from ..session import finish

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


class HfArgumentParser(argparse.ArgumentParser):
    """The parser of transformers: one or more dataclasses."""

    def __init__(self, dataclass_types: Any, **keywords: Any) -> None:
        super().__init__(**keywords)
        for kind in dataclass_types if isinstance(dataclass_types, (list, tuple)) else [dataclass_types]:
            add_fields(self, kind)

    def parse_args_into_dataclasses(self, args: Any = None, **_: Any) -> None:
        self.parse_args(args)

    parse_json_file = parse_dict = parse_yaml_file = parse_args_into_dataclasses


class DataclassParser(argparse.ArgumentParser):
    """simple_parsing's."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        kept = ("prog", "usage", "description", "epilog", "parents", "add_help", "allow_abbrev")
        super().__init__(*args, **{key: value for key, value in keywords.items() if key in kept})

    def add_argument(self, *names: Any, **keywords: Any) -> Any:
        if keywords.get("action") == "config":  # jsonargparse's settings file
            keywords["action"] = "store"
        return super().add_argument(*names, **keywords)

    def add_arguments(self, dataclass: Any, dest: str | None = None, **_: Any) -> None:
        add_fields(self.add_argument_group(dataclass.__name__, inspect.getdoc(dataclass)), dataclass)


class Tap:
    """The class of typed-argument-parser: annotations are parameters."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def parse_args(self, *_: Any, **__: Any) -> None:
        import typing

        parser = argparse.ArgumentParser(description=inspect.getdoc(type(self)))
        for name, annotation in typing.get_type_hints(type(self)).items():
            default = getattr(type(self), name, inspect.Parameter.empty)
            if isinstance(default, bool):  # the option inverts the default
                parser.add_argument("--" + name, action="store_false" if default else "store_true")
                continue
            add(parser, name, annotation, default=default)
        finish(spec_of_parser(parser))


def parse_dataclass(kind: Any, *_: Any, **__: Any) -> None:
    parser = DataclassParser(description=inspect.getdoc(kind))
    parser.add_arguments(kind)
    parser.parse_args()


class PyrallisParser(argparse.ArgumentParser):
    """The parser of pyrallis, in which a Boolean is a word."""

    def add_argument(self, *names: Any, **keywords: Any) -> Any:
        if keywords.get("action") == getattr(argparse, "BooleanOptionalAction", "store_true"):
            keywords.update(action="store", type=truth, default=str(keywords.get("default")).lower())
        return super().add_argument(*names, **keywords)


def truth(word: str) -> bool:
    return {"true": True, "false": False}[word.lower()]


def pyrallis_parse(config_class: Any = None, *_: Any, **__: Any) -> None:
    parser = PyrallisParser(description=inspect.getdoc(config_class))
    parser.add_argument("--config_path", help="Path for a config file to parse with pyrallis")
    add_fields(parser, config_class)
    finish(spec_of_parser(parser))


def pyrallis_wrap(*_: Any, **__: Any) -> Any:
    def decorate(function: Callable[..., Any]) -> Any:
        hints = type_hints(function)
        return lambda *_, **__: pyrallis_parse(next(iter(hints.values()), None))

    return decorate


def tyro_cli(function: Callable[..., Any], *_: Any, **__: Any) -> None:
    if dataclasses.is_dataclass(function):
        parser = argparse.ArgumentParser(description=inspect.getdoc(function))
        add_fields(parser, function, dashes=True)
        parser.parse_args()
    report(function, "tyro", OPTIONS, dashes=True)


def jsonargparse_cli(components: Any = None, *_: Any, **__: Any) -> None:
    if components is None:
        names = sys._getframe(1).f_globals
        local = {
            key: value for key, value in names.items() if inspect.isfunction(value) and value.__module__ == "__main__"
        }
        components = next(iter(local.values())) if len(local) == 1 else local
    report(components, "jsonargparse", KEYWORDS)


def plac_annotations(**stated: Any) -> Any:
    def decorate(function: Callable[..., Any]) -> Any:
        function.__annotations__ = dict(function.__annotations__, **stated)
        return function

    return decorate


def plac_call(function: Callable[..., Any], *_: Any, **__: Any) -> None:
    """plac: positionals, unless annotated otherwise (help, kind, abbreviation, type, choices, metavar)."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(function))
    for name, parameter in inspect.signature(function).parameters.items():
        stated = function.__annotations__.get(name)
        stated = stated if isinstance(stated, tuple) else (stated if isinstance(stated, str) else None,)
        help, kind, short, convert, choices, metavar = tuple(stated) + (None,) * (6 - len(stated))
        flags = (["-" + short] if short else []) + ["--" + name.replace("_", "-")]
        has_default = parameter.default is not parameter.empty
        default = parameter.default if has_default else None
        keywords: dict[str, Any] = {
            "type": convert,
            "choices": choices,
            "metavar": metavar,
            "default": default,
            "help": help,
        }
        if kind == "flag":
            parser.add_argument(*flags, action="store_true", help=help)
        elif kind == "option":
            parser.add_argument(*flags, **keywords)
        elif parameter.kind is parameter.VAR_POSITIONAL:
            parser.add_argument(name, nargs="*", **dict(keywords, default=None))
        elif parameter.kind is not parameter.VAR_KEYWORD:
            parser.add_argument(name, nargs="?" if has_default else None, **keywords)
    finish(spec_of_parser(parser))


def keywords_as_options(functions: Any, *_: Any, **__: Any) -> None:
    report(functions, "argparse", KEYWORDS, dashes=True)


def hydra_main(*_: Any, **__: Any) -> Any:
    def decorate(function: Callable[..., Any]) -> Any:
        def main() -> None:
            parser = argparse.ArgumentParser(description=inspect.getdoc(function))
            parser.add_argument("overrides", nargs="*", help="Settings as key=value")
            parser.add_argument("--multirun", "-m", action="store_true")
            parser.add_argument("--config-path", "-cp")
            parser.add_argument("--config-name", "-cn")
            finish(spec_of_parser(parser))

        return main

    return decorate


NAMES = {
    ("transformers", "HfArgumentParser"): HfArgumentParser,
    ("trl", "TrlParser"): HfArgumentParser,
    ("simple_parsing", "ArgumentParser"): DataclassParser,
    ("simple_parsing", "parse"): parse_dataclass,
    ("tap", "Tap"): Tap,
    ("tyro", "cli"): tyro_cli,
    ("jsonargparse", "CLI"): jsonargparse_cli,
    ("jsonargparse", "auto_cli"): jsonargparse_cli,
    ("plac", "call"): plac_call,
    ("plac", "annotations"): plac_annotations,
    ("jsonargparse", "ArgumentParser"): DataclassParser,
    ("clize", "run"): positional_first,
    ("defopt", "run"): keywords_as_options,
    ("argh", "dispatch_command"): keywords_as_options,
    ("argh", "dispatch_commands"): keywords_as_options,
    ("hydra", "main"): hydra_main,
    ("cyclopts", "App"): App,
    ("cyclopts", "run"): positional_first,
    ("simple_parsing", "field"): dataclasses.field,
    ("pyrallis", "field"): dataclasses.field,
    ("pyrallis", "parse"): pyrallis_parse,
    ("pyrallis", "wrap"): pyrallis_wrap,
}
