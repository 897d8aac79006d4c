"""The parts of pydantic-settings that make a command line of a model, for where it is not installed.

pydantic itself may be installed. Where it is not, standins/pydantic.py has models.
"""

from __future__ import annotations

import argparse
import enum
import sys
import typing

from ..libraries.argparse import spec_of_parser
from ..session import finish
from . import pydantic as models

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

POSITIONAL, SUBCOMMAND, IMPLICIT, EXPLICIT, HIDDEN = (object() for _ in range(5))
DEPTH_MAX = 8

installed = sys.modules.get("pydantic")
BaseModel: Any = models.BaseModel if models.is_missing(installed) else installed.BaseModel  # type: ignore[union-attr]


class Mark:
    """CliPositionalArg[str] and the like."""

    def __init__(self, *marks: object) -> None:
        self.marks = marks

    def __getitem__(self, kind: Any) -> Any:
        annotated = getattr(typing, "Annotated", None)  # not in Python 3.8
        arguments = (kind, *self.marks)
        return annotated[arguments] if annotated else Marked(kind, self.marks)


class Marked:
    """Like typing.Annotated."""

    def __init__(self, kind: Any, marks: Any) -> None:
        self.__origin__, self.__metadata__ = kind, marks


CliPositionalArg, CliSubCommand, CliSuppress = Mark(POSITIONAL), Mark(SUBCOMMAND), Mark(HIDDEN)
CliImplicitFlag, CliExplicitFlag = Mark(IMPLICIT), Mark(EXPLICIT)
CliDualFlag = CliToggleFlag = CliImplicitFlag
CLI_SUPPRESS = argparse.SUPPRESS


def SettingsConfigDict(**stated: Any) -> dict[str, Any]:
    return stated


class BaseSettings(BaseModel):
    def __init_subclass__(cls, **_: Any) -> None:
        pass

    def __init__(self, _cli_parse_args: Any = None, **values: Any) -> None:
        if _cli_parse_args or settings_of(type(self)).get("cli_parse_args") is True:
            report(type(self))
        super().__init__(**values)


class CliApp:
    @staticmethod
    def run(model_cls: Any, cli_args: Any = None, **_: Any) -> Any:
        if cli_args is None:
            report(model_cls)
        return model_cls

    @staticmethod
    def run_subcommand(*_: Any, **__: Any) -> None:
        pass


def get_subcommand(*_: Any, **__: Any) -> None:
    pass


def settings_of(model: Any) -> dict[str, Any]:
    stated = [getattr(kind, "__wooey_config__", {}) for kind in reversed(model.__mro__)]
    merged = dict(getattr(model, "model_config", None) or {})
    for one in stated:
        merged.update(one)
    return merged


class CliParser(argparse.ArgumentParser):
    """It is read as that of pydantic-settings, whose metavars are types and whose help texts end with the default."""

    __module__ = "pydantic_settings.standin"


def report(model: Any) -> None:
    settings = settings_of(model)
    parser = CliParser(prog=settings.get("cli_prog_name"), description=model.__doc__, allow_abbrev=False)
    add_model(parser, model, settings)
    finish(spec_of_parser(parser))


def add_model(parser: Any, model: Any, settings: dict[str, Any], *, prefix: str = "", dest: str = "") -> None:
    """Add the fields of a model. Those of a model inside it have a prefix, and those of a sub-command only in dest."""
    if (prefix + dest).count(".") > DEPTH_MAX:
        return
    subparsers: Any = None
    for name, field in model.model_fields.items():
        name = (getattr(field, "alias", None) or name) if isinstance(field.alias, str) else name
        kind, stated = without_marks(field.annotation)
        marks = {id(one) for one in [*stated, *(getattr(field, "metadata", None) or ())]}
        inner = [one for one in members(kind) if is_model(one)]
        if id(SUBCOMMAND) in marks:
            subparsers = subparsers or parser.add_subparsers(title="subcommands", dest=dest + ":subcommand")
            for one in inner:
                word = name if len(inner) == 1 else one.__name__
                help = field.description if len(inner) == 1 else None
                child = subparsers.add_parser(
                    cased(word, settings), help=help, description=one.__doc__, allow_abbrev=False
                )
                add_model(child, one, settings, dest="%s%s." % (dest, name))
        elif inner:
            group = parser.add_argument_group(prefix + name + " options", inner[0].__doc__)
            if not settings.get("cli_avoid_json"):
                add_json(group, name, "--" + cased(prefix + name, settings), dest=dest + prefix + name)
            add_model(group, inner[0], settings, prefix="%s%s." % (prefix, name), dest=dest)
        else:
            add_field(parser, prefix + name, field, kind=kind, marks=marks, settings=settings, dest=dest)


def add_json(group: Any, name: str, flag: str, *, dest: str) -> None:
    shown = "set %s from JSON string (default: {})" % name
    group.add_argument(flag, dest=dest, nargs="?", const="{}", default=CLI_SUPPRESS, metavar="JSON", help=shown)


def add_field(
    parser: Any, name: str, field: Any, *, kind: Any, marks: Any, settings: dict[str, Any], dest: str
) -> None:
    dest, name = dest + name, cased(name, settings)
    keywords: dict[str, Any] = {"metavar": shown_type(kind), "help": help_of(field, kind)}
    many = any(getattr(one, "__origin__", one) in (list, set, tuple, dict) for one in members(kind))
    if id(HIDDEN) in marks:
        keywords["help"] = argparse.SUPPRESS
    if id(POSITIONAL) in marks:
        required = field.is_required()
        if many or not required:
            keywords["nargs"] = ("+" if required else "*") if many else "?"
        if required:
            keywords["help"] = field.description
        keywords["metavar"] = name.upper()
        parser.add_argument(dest, **keywords)
        return
    implicit = settings.get("cli_implicit_flags") and id(EXPLICIT) not in marks
    if keywords["metavar"] == "bool" and (implicit or id(IMPLICIT) in marks):
        del keywords["metavar"]
        keywords["action"] = getattr(argparse, "BooleanOptionalAction", "store_true")
    elif many:
        keywords["action"] = "append"
    flag = ("-" if len(name) == 1 else "--") + name
    parser.add_argument(flag, dest=dest, default=CLI_SUPPRESS, **keywords)


def cased(name: str, settings: dict[str, Any]) -> str:
    return name.replace("_", "-") if settings.get("cli_kebab_case") else name


def help_of(field: Any, kind: Any) -> str:
    described = (field.description or "").replace("%", "%%")
    end = "(default: null)"
    if field.is_required():
        end = "(required)"
    elif field.default_factory is not None:
        end = "(default factory: %s)" % getattr(field.default_factory, "__name__", "?")
    elif field.default is not None:
        default = field.default
        end = "(default: %s)" % (default.name if isinstance(default, enum.Enum) else default,)
    return ("%s %s" % (described, end.replace("%", "%%"))).strip()


def without_marks(kind: Any) -> tuple[Any, list[Any]]:
    if hasattr(kind, "__metadata__"):
        return kind.__origin__, list(kind.__metadata__)
    return kind, []


def members(kind: Any) -> list[Any]:
    """The types of a union, without None."""
    is_union = str(getattr(kind, "__origin__", "")) == "typing.Union" or type(kind).__name__ == "UnionType"
    return [one for one in kind.__args__ if one is not type(None)] if is_union else [kind]


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, (BaseModel, models.BaseModel))


def shown_type(kind: Any) -> str:
    """The metavar, as pydantic-settings shows a type: int, {int,null}, {fast,slow}, List[str]."""
    kind, _ = without_marks(kind)
    arguments = getattr(kind, "__args__", None) or ()
    if len(members(kind)) != 1 or members(kind)[0] is not kind:
        return listed([shown_type(one) for one in arguments])
    if str(getattr(kind, "__origin__", "")) == "typing.Literal":
        return listed([str(one) for one in arguments])
    if kind is type(None):
        return "null"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return listed(list(kind.__members__))
    if arguments:
        name = getattr(kind, "_name", None) or getattr(getattr(kind, "__origin__", kind), "__name__", "")
        return "%s[%s]" % (name, ",".join(shown_type(one) for one in arguments))
    return getattr(kind, "__qualname__", str(kind))


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else "{%s}" % ",".join(words)
