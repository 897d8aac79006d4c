"""Libraries that turn functions or classes into a command line, through argparse, if they are not installed."""

from __future__ import annotations

import argparse
import dataclasses
import enum
import inspect

from ..placeholders import is_stub
from ..session import finish
from ..syntax.docstrings import documented
from .argparse import spec_of_parser
from .signatures import type_hints
from .typer import item_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


OPTIONS, POSITIONALS, KEYWORDS = "options", "positionals", "keywords"


def report(component: Any, engine: str, style: str, *, dashes: bool = False) -> None:
    """End with the description of a function, a class, or a list or dict of them as sub-commands."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(component))
    fill(parser, component, style, dashes=dashes)
    finish(spec_of_parser(parser, engine))


def fill(parser: argparse.ArgumentParser, component: Any, style: str, *, dashes: bool) -> None:
    if isinstance(component, (list, tuple, dict)):
        by_name = component.items() if isinstance(component, dict) else [(one.__name__, one) for one in component]
        children = parser.add_subparsers(dest="command", required=True)
        for name, one in by_name:
            text = inspect.getdoc(one)
            child = children.add_parser(
                name.replace("_", "-"), help=(text or "").split("\n")[0] or None, description=text
            )
            fill(child, one, style, dashes=dashes)
    else:
        add_parameters(parser, component, style, dashes=dashes)


def add_parameters(parser: argparse.ArgumentParser, function: Callable[..., Any], style: str, *, dashes: bool) -> None:
    hints, helps = type_hints(function), documented(getattr(function, "__doc__", None))
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        annotation = hints.get(parameter.name, parameter.annotation)
        is_positional = style != OPTIONS and parameter.kind is not parameter.KEYWORD_ONLY
        if style == KEYWORDS and parameter.default is not parameter.empty:
            is_positional = False
        if parameter.kind is parameter.VAR_POSITIONAL:
            parser.add_argument(parameter.name, nargs="*")
        else:
            add(
                parser,
                parameter.name,
                annotation,
                default=parameter.default,
                help=helps.get(parameter.name),
                is_positional=is_positional,
                dashes=dashes,
            )


def add(
    parser: argparse._ActionsContainer,
    name: str,
    annotation: Any,
    *,
    default: Any,
    help: Any = None,
    is_positional: bool = False,
    dashes: bool = False,
    prefix: str = "",
) -> Any:
    has_default = default is not inspect.Parameter.empty
    if dataclasses.is_dataclass(annotation):
        return add_fields(parser, annotation, dashes=dashes, prefix=name + ".")
    keywords: dict[str, Any] = dict(kind_of(annotation, default if has_default else None), help=help)
    shown = default.name if isinstance(default, enum.Enum) else default
    if is_positional:
        keywords.pop("action", None)
        keywords.setdefault("type", None)
        if has_default and "nargs" not in keywords:
            keywords["nargs"] = "?"
        return parser.add_argument(name, default=shown if has_default else None, **keywords)
    flag = "--" + prefix + (name.replace("_", "-") if dashes else name)
    dest = (prefix + name).replace(".", "_")
    return parser.add_argument(
        flag, dest=dest, required=not has_default, default=shown if has_default else None, **keywords
    )


def kind_of(annotation: Any, default: Any) -> dict[str, Any]:
    """The keywords of add_argument for an annotation."""
    item = item_of(annotation)
    if item is inspect.Parameter.empty or annotation is inspect.Parameter.empty:
        item = type(default) if default is not None else str
    keywords: dict[str, Any] = {}
    origin = getattr(strip(annotation), "__origin__", None)
    if origin in (list, set, tuple) or item in (list, tuple):
        keywords["nargs"] = "*"
        item = str if item in (list, tuple) else item
    if item is bool:
        return {"action": getattr(argparse, "BooleanOptionalAction", "store_true")}
    if isinstance(item, type) and issubclass(item, enum.Enum):
        return dict(keywords, choices=[member.name for member in item])
    if str(getattr(item, "__origin__", "")) == "typing.Literal":
        return dict(keywords, choices=[str(one) for one in item.__args__])
    if isinstance(item, type) and not is_stub(item) and item not in (str, object, dict):
        keywords["type"] = item
    return keywords


def strip(annotation: Any) -> Any:
    """Without Annotated and Optional."""
    while True:
        kept = [one for one in getattr(annotation, "__args__", ()) or () if one is not type(None)]
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif len(kept) == 1 and type(None) in annotation.__args__:
            annotation = kept[0]
        else:
            return annotation


def add_fields(parser: argparse._ActionsContainer, kind: Any, *, dashes: bool = False, prefix: str = "") -> None:
    """A dataclass's fields as options."""
    import typing

    try:
        hints = typing.get_type_hints(kind)
    except Exception:
        hints = {}
    empty = inspect.Parameter.empty
    for field in dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ():
        default = field.default
        if default is dataclasses.MISSING:
            default = field.default_factory() if field.default_factory is not dataclasses.MISSING else empty
        made = add(
            parser,
            field.name,
            hints.get(field.name, field.type),
            default=default,
            help=field.metadata.get("help"),
            dashes=dashes,
            prefix=prefix,
        )
        if made is not None and field.metadata.get("choices") and not made.choices:
            made.choices = field.metadata["choices"]


def positional_first(function: Callable[..., Any], *_: Any, **__: Any) -> None:
    """clize and cyclopts: parameters that are not keyword-only are positional."""
    report(function, "argparse", POSITIONALS)
