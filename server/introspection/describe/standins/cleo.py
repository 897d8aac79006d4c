"""The parts of cleo that declare commands, for where cleo is not installed."""

from __future__ import annotations

import re
from types import SimpleNamespace

from ..libraries.cleo import spec_of
from ..session import finish

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


class Argument:
    def __init__(
        self,
        name: str,
        required: bool = True,
        *,
        is_list: bool = False,
        description: str | None = None,
        default: Any = None,
    ) -> None:
        self.name, self.description, self.default = name, description or "", default
        self.is_required, self.is_list = (lambda: required), (lambda: is_list)


class Option:
    def __init__(
        self,
        name: str,
        shortcut: str | None = None,
        flag: bool = True,
        *,
        requires_value: bool = True,
        is_list: bool = False,
        description: str | None = None,
        default: Any = None,
    ) -> None:
        self.name, self.description, self.default = name.replace("--", "", 1), description or "", default
        shortcuts = re.split(r"\|-?", (shortcut or "").lstrip("-"))
        self.shortcut = "|".join(filter(None, shortcuts)) or None
        self.is_flag, self.is_list = (lambda: flag), (lambda: is_list)
        self.requires_value = lambda: not flag and requires_value


def argument(  # noqa: PLR0917 - cleo's
    name: str, description: str | None = None, optional: bool = False, multiple: bool = False, default: Any = None
) -> Argument:
    return Argument(name, not optional, is_list=multiple, description=description, default=default)


def option(  # noqa: PLR0917 - cleo's
    long_name: str,
    short_name: str | None = None,
    description: str | None = None,
    flag: bool = True,
    value_required: bool = True,
    multiple: bool = False,
    default: Any = None,
) -> Option:
    return Option(
        long_name,
        short_name,
        flag,
        requires_value=value_required,
        is_list=multiple,
        description=description,
        default=default,
    )


class Command:
    name: Any = None
    description = help = ""
    enabled, hidden = True, False
    arguments: Any = ()
    options: Any = ()
    aliases: Any = ()
    commands: Any = ()

    def __init__(self) -> None:
        self._definition = self.definition = Definition()
        self.configure()

    def configure(self) -> None:
        for one in self.arguments:
            self.definition.add_argument(one)
        for one in self.options:
            self.definition.add_option(one)


BaseCommand = Command


class Definition:
    def __init__(self) -> None:
        self.arguments: list[Argument] = []
        self.options: list[Option] = []
        self.add_argument, self.add_option = self.arguments.append, self.options.append


class Application:
    def __init__(self, name: str = "console", version: str = "") -> None:
        self.name, self.version = name, version
        self.definition = SimpleNamespace(options=[Option(*one, description=text) for one, text in STANDARD])
        self._commands: dict[str, Any] = {}
        self._default_command = "list"
        self._single_command = False
        self._loader: Any = None

    def add(self, command: Any) -> Any:
        if command.enabled and command.name:
            for name in (command.name, *command.aliases):
                self._commands[name] = command
        return command

    def add_commands(self, *commands: Any) -> None:
        for command in commands:
            self.add(command)

    def set_command_loader(self, loader: Any) -> None:
        self._loader = loader

    def set_default(self, name: str, is_single_command: bool = False) -> None:
        self._default_command, self._single_command = name, is_single_command

    def is_single_command(self) -> bool:
        return self._single_command

    def find(self, name: str) -> Any:
        return self.all()[name]

    get = find

    def all(self) -> dict[str, Any]:
        for name in self._loader.names if self._loader else ():
            self.add(self._loader.get(name))
        return dict(self._commands)

    def run(self, *_: Any, **__: Any) -> None:
        finish(spec_of(self))


class FactoryCommandLoader:
    def __init__(self, factories: Any) -> None:
        self._factories = factories

    @property
    def names(self) -> list[str]:
        return list(self._factories)

    def has(self, name: str) -> bool:
        return name in self._factories

    def get(self, name: str) -> Any:
        return self._factories[name]()


CommandLoader = FactoryCommandLoader

# The options of every application of cleo 2.
STANDARD = (
    (("quiet", "q"), "Do not output any message."),
    (
        ("verbose", "v|vv|vvv"),
        "Increase the verbosity of messages: 1 for normal output, 2 for more verbose output and 3 for debug.",
    ),
    (("ansi",), "Force ANSI output."),
    (("no-ansi",), "Disable ANSI output."),
    (("no-interaction", "n"), "Do not ask any interactive question."),
)
