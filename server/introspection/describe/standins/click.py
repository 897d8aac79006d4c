"""The parts of click that declare parameters, for where click is not installed; all others are ordinary stand-ins."""

from __future__ import annotations

import inspect
import re

from ..libraries.click import spec_of_click
from ..placeholders import StubType
from ..session import finish
from .click_types import Tuple, keep, to_type

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


SUFFIXES = re.compile(r"_(?:command|cmd|group|grp)$")


class Parameter:
    param_type_name = ""
    type: Any = None
    nargs: Any = None
    required = is_eager = hidden = deprecated = False
    is_flag: Any = False
    is_bool_flag = count = multiple = hide_input = False
    default: Any = None
    callback = metavar = envvar = help = flag_value = prompt = None

    def __init__(self, decls: Any, **given: Any) -> None:
        self.name, self.opts, self.secondary_opts = self.parse(list(decls))
        keep(self, given)
        self.type, self.required = to_type(self.type, self.default), bool(self.required)
        if self.nargs is None:
            self.nargs = len(self.type.types) if isinstance(self.type, Tuple) else 1

    def parse(self, decls: Any) -> tuple[str, list[str], list[str]]:
        raise NotImplementedError


class Argument(Parameter):
    param_type_name = "argument"

    def __init__(self, decls: Any, required: bool | None = None, default: Any = None, **keywords: Any) -> None:
        if required is None:
            required = default is None and keywords.get("nargs") != -1
        super().__init__(decls, required=required, default=default, **keywords)

    def parse(self, decls: Any) -> tuple[str, list[str], list[str]]:
        return decls[0].replace("-", "_").lower(), decls[:1], []


class Option(Parameter):
    param_type_name = "option"

    def __init__(self, decls: Any = (), **given: Any) -> None:
        super().__init__(decls, **given)
        is_flag = given.get("is_flag")
        has_flag_value = self.flag_value is not None
        self.is_flag = bool(self.secondary_opts or has_flag_value) if is_flag is None else is_flag
        self.is_bool_flag = self.is_flag and not has_flag_value
        self.prompt_required = given.get("prompt_required", True)
        can_ask = bool(self.prompt) and not self.prompt_required
        self._flag_needs_value = is_flag is False and has_flag_value or can_ask
        if self.is_flag and self.default is None and not self.required and not self.secondary_opts:
            self.default = False

    def parse(self, decls: Any) -> tuple[str, list[str], list[str]]:
        name, first, second = None, [], []
        for decl in decls:
            if decl.isidentifier():
                name = decl
                continue
            on, _, off = decl.partition(";" if decl.startswith("/") else "/")
            first += [on.strip()] if on.strip() else []
            second += [off.strip()] if off.strip() else []
        longest = sorted(first, key=lambda flag: -len(flag) + len(flag.lstrip("-/+")))
        name = name or (longest[0].lstrip("-/+").replace("-", "_").lower() if longest else "option")
        return name, first, second


class Command:
    callback = short_help = epilog = aliases = None
    help: Any = None
    hidden = deprecated = default_if_no_args = False

    def __init__(self, name: str | None = None, *, params: Any = None, **given: Any) -> None:
        self.name, self.params = name, list(params or [])
        keep(self, given)

    def main(self, *_: Any, **__: Any) -> None:
        finish(spec_of_click(self))

    def __call__(self, *args: Any, **keywords: Any) -> None:
        self.main(*args, **keywords)


class Group(Command):
    command_class: Any = None
    group_class: Any = None
    invoke_without_command = False
    subcommand_metavar = None

    def __init__(self, name: str | None = None, commands: Any = None, **given: Any) -> None:
        super().__init__(name, **given)
        listed = {one.name: one for one in commands} if isinstance(commands, (list, tuple)) else commands
        self.commands = dict(listed or {})

    def add_command(self, cmd: Any, name: str | None = None) -> None:
        self.commands[name or cmd.name] = cmd

    def list_commands(self, _: Any) -> Any:
        return sorted(self.commands)

    def get_command(self, _: Any, name: str) -> Any:
        return self.commands.get(name)

    def resolve_command(self, context: Any, args: Any) -> Any:
        return args[0], self.get_command(context, args[0]), args[1:]

    def command(self, *args: Any, **keywords: Any) -> Any:
        keywords.setdefault("cls", self.command_class)
        return self.added(command, args, keywords)

    def group(self, *args: Any, **keywords: Any) -> Any:
        # As in click, the class `type` stands for the class of this group.
        keywords.setdefault("cls", self.group_class if self.group_class is not type else type(self))
        return self.added(group, args, keywords)

    def added(self, make: Any, args: Any, keywords: dict[str, Any]) -> Any:
        def decorate(function: Callable[..., Any]) -> Any:
            made = make(*[one for one in args if not callable(one)], **keywords)(function)
            self.add_command(made)
            return made

        return decorate(args[0]) if args and callable(args[0]) else decorate

    def result_callback(self, *_: Any, **__: Any) -> Any:
        return lambda function: function

    resultcallback = result_callback


MultiCommand = BaseCommand = Group


class CommandCollection(Group):
    def __init__(self, name: str | None = None, sources: Any = None, **keywords: Any) -> None:
        super().__init__(name, **keywords)
        for source in sources or ():
            self.commands.update(source.commands)


def command(name: str | None = None, cls: Any = None, **keywords: Any) -> Any:
    if callable(name):
        return command()(name)

    def decorate(function: Callable[..., Any]) -> Any:
        if isinstance(function, Command):
            return function
        declared = function.__dict__.pop("__click_params__", [])[::-1] if hasattr(function, "__dict__") else []
        keywords.setdefault("help", inspect.getdoc(function))
        keywords["params"] = list(keywords.get("params") or []) + declared
        called = name or SUFFIXES.sub("", getattr(function, "__name__", "command").lower()).replace("_", "-")
        return known(cls, Command)(name=called, callback=function, **keywords)

    return decorate


def group(name: str | None = None, cls: Any = None, **keywords: Any) -> Any:
    if callable(name):
        return group()(name)
    return command(name, known(cls, Group), **keywords)


def known(cls: Any, fallback: Any) -> Any:
    """The class of a parameter or a command, unless it comes from a package that is not installed."""
    return fallback if cls is None or isinstance(cls, StubType) else cls


def remember(function: Callable[..., Any], parameter: Any) -> Any:
    if isinstance(function, Command):
        function.params.append(parameter)
    else:
        if not hasattr(function, "__click_params__"):
            setattr(function, "__click_params__", [])  # noqa: B010
        getattr(function, "__click_params__").append(parameter)  # noqa: B009
    return function


def argument(*decls: Any, cls: Any = None, **keywords: Any) -> Any:
    return lambda function: remember(function, known(cls, Argument)(decls, **keywords))


def option(*decls: Any, cls: Any = None, **keywords: Any) -> Any:
    return lambda function: remember(function, known(cls, Option)(decls, **keywords))


def version_option(version: Any = None, *decls: Any, **keywords: Any) -> Any:
    def callback(*_: Any) -> Any:
        return version

    return option(*(decls or ("--version",)), is_flag=True, is_eager=True, callback=callback)


def help_option(*decls: Any, **_: Any) -> Any:
    return option("help", *(decls or ("--help",)), is_flag=True, is_eager=True, callback=lambda *_: None)


def password_option(*decls: Any, **keywords: Any) -> Any:
    return option(*(decls or ("--password",)), **dict({"prompt": True, "hide_input": True}, **keywords))


def confirmation_option(*decls: Any, **keywords: Any) -> Any:
    stated = {"is_flag": True, "prompt": "Sure?", "help": "Confirm the action without prompting."}
    return option(*(decls or ("--yes",)), **dict(stated, **keywords))


def pass_context(function: Callable[..., Any]) -> Any:
    return function


pass_obj = pass_context


def make_pass_decorator(*_: Any, **__: Any) -> Any:
    return pass_context


class ClickException(Exception):
    pass


class UsageError(ClickException):
    pass


class BadParameter(UsageError):
    pass


class Abort(RuntimeError):
    pass


class Exit(RuntimeError):
    pass
