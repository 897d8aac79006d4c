"""The parts of typer that declare parameters, for where typer is not installed."""

from __future__ import annotations

import inspect

from ..libraries.click import spec_of_click
from ..libraries.typer import item_of
from ..session import finish
from . import click

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


ELLIPSIS = (..., inspect.Parameter.empty)
HANDED_OVER = ("Context", "CallbackParam")


class Info:
    """The arguments of `typer.Option()` or `typer.Argument()`."""

    def __init__(self, default: Any = ..., *decls: Any, **keywords: Any) -> None:
        self.default, self.decls, self.default_factory = default, decls, keywords.pop("default_factory", None)
        self.stated = keywords
        self.__dict__.update(keywords)


class OptionInfo(Info):
    pass


class ArgumentInfo(Info):
    pass


def Option(*args: Any, **keywords: Any) -> Any:
    return OptionInfo(*args, **keywords)


def Argument(*args: Any, **keywords: Any) -> Any:
    return ArgumentInfo(*args, **keywords)


class Context:
    pass


class CallbackParam:
    pass


class FileText:
    pass


class FileTextWrite:
    pass


class FileBinaryRead:
    pass


class FileBinaryWrite:
    pass


Exit, Abort, BadParameter = click.Exit, click.Abort, click.BadParameter


class Descriptor:
    def __init__(self, annotation: Any, info: Any) -> None:
        self.annotation, self.parameter_info, self.file_annotation = annotation, info, None


class Typer:
    def __init__(
        self,
        *,
        name: str | None = None,
        help: Any = None,
        invoke_without_command: Any = False,
        callback: Any = None,
        **_: Any,
    ) -> None:
        self.name, self.help, self.invoke_without_command = name, help, invoke_without_command
        self.main = callback
        self.commands: list[Any] = []
        self.groups: list[Any] = []

    def command(self, name: str | None = None, **keywords: Any) -> Any:
        def decorate(function: Callable[..., Any]) -> Any:
            self.commands.append((name, function, keywords))
            return function

        return decorate

    def callback(self, *_: Any, **keywords: Any) -> Any:
        def decorate(function: Callable[..., Any]) -> Any:
            self.main = function
            self.invoke_without_command = keywords.get("invoke_without_command", self.invoke_without_command)
            self.help = keywords.get("help") or self.help
            return function

        return decorate

    def add_typer(self, app: Any, name: str | None = None, help: Any = None, **_: Any) -> None:
        self.groups.append((name, app, help))

    def __call__(self, *_: Any, **__: Any) -> None:
        finish(spec_of_click(command_of(self), "typer"))


def command_of(app: Any, name: str | None = None, help: Any = None) -> Any:
    """As in typer, a single command without a callback or a sub-application is the program itself."""
    if len(app.commands) == 1 and not app.groups and app.main is None and name is None:
        return command_of_function(*app.commands[0])
    group = click.Group(name, invoke_without_command=app.invoke_without_command)
    group.help = help or app.help
    if app.main is not None:
        group.params = params_of(app.main)
        group.help = group.help or inspect.getdoc(app.main)
    for one in app.commands:
        group.add_command(command_of_function(*one))
    for called, inner, text in app.groups:
        called = called or inner.name
        if called:
            group.add_command(command_of(inner, called, text))
        else:
            group.commands.update(command_of(inner, "").commands)
    return group


def command_of_function(name: str, function: Callable[..., Any], keywords: dict[str, Any]) -> Any:
    kept = {key: keywords[key] for key in ("help", "epilog", "hidden", "deprecated") if key in keywords}
    kept.setdefault("help", inspect.getdoc(function))
    return click.Command(name or function.__name__.lower().replace("_", "-"), params=params_of(function), **kept)


def run(function: Callable[..., Any]) -> None:
    app = Typer()
    app.command()(function)
    app()


def params_of(function: Callable[..., Any]) -> Any:
    import typing

    try:
        hints = typing.get_type_hints(function, include_extras=True)  # novm
    except Exception:
        hints = {}
    params: list[Any] = []
    for parameter in inspect.signature(function).parameters.values():
        annotation = without_none(hints.get(parameter.name, parameter.annotation))
        if getattr(annotation, "__name__", "") not in HANDED_OVER:
            params.append(param_of(parameter, annotation))
    return params


def without_none(annotation: Any) -> Any:
    """Python before 3.11 puts Optional around an Annotated whose default is None."""
    return next((one for one in getattr(annotation, "__args__", ()) if hasattr(one, "__metadata__")), annotation)


def param_of(parameter: Any, annotation: Any) -> Any:
    info, default = parameter.default, parameter.default
    recorded = [one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Info)]
    if recorded:
        info = recorded[0]
        annotation = annotation.__origin__
        info = type(info)(default, *(given(info.default) + list(info.decls)), **info.stated)
    elif isinstance(info, Info):
        default = info.default
    else:
        info = (ArgumentInfo if default is inspect.Parameter.empty else OptionInfo)(default)
    required = default in ELLIPSIS and info.default_factory is None
    keywords: dict[str, Any] = dict(info.stated, required=required, default=None if required else default)
    if info.default_factory is not None:
        keywords["default"] = info.default_factory
    if annotation is inspect.Parameter.empty and default not in ELLIPSIS and default is not None:
        annotation = type(default)
    made: Any = (
        option(parameter.name, info, keywords, annotation=annotation)
        if isinstance(info, OptionInfo)
        else click.Argument([parameter.name], **keywords)
    )
    many(made, annotation)
    made.type_descriptor = Descriptor(annotation, info)
    made.rich_help_panel = info.stated.get("rich_help_panel")
    return made


def given(first: Any) -> Any:
    """In Annotated, the first argument is an option string too."""
    return [first] if isinstance(first, str) else []


def option(name: str, info: Any, keywords: dict[str, Any], *, annotation: Any) -> Any:
    flag = "--" + name.replace("_", "-")
    is_flag = item_of(annotation) is bool and not isinstance(keywords["default"], (list, tuple))
    decls = list(info.decls) or [flag + "/--no-" + flag[2:] if is_flag else flag]
    keywords.pop("is_flag", None)
    return click.Option([name] + decls, is_flag=is_flag or None, **keywords)


def many(made: Any, annotation: Any) -> None:
    while hasattr(annotation, "__args__") and type(None) in annotation.__args__:
        annotation = next(one for one in annotation.__args__ if one is not type(None))
    origin = getattr(annotation, "__origin__", None)
    if origin in (list, set):
        made.nargs, made.multiple = (-1, False) if isinstance(made, click.Argument) else (1, True)
    elif origin is tuple:
        made.nargs = len(annotation.__args__)
