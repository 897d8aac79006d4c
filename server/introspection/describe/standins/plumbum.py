"""The parts of plumbum.cli that declare a command line, for where plumbum is not installed."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

from ..libraries.plumbum import spec_of
from ..session import finish

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

SWITCH_WORDS = {"list": False, "mandatory": False, "overridable": False, "group": "Switches", "envname": None}


def switch(names: Any, argtype: Any = None, argname: str | None = None, **stated: Any) -> Any:
    names = [names] if isinstance(names, str) else names

    def decorate(function: Any) -> Any:
        found = {word: stated.get(word, default) for word, default in SWITCH_WORDS.items()}
        help = stated.get("help") or inspect.cleandoc(function.__doc__ or "")
        bare = [name.lstrip("-") for name in names]
        function._switch_info = SimpleNamespace(names=bare, argtype=argtype, func=function, help=help, **found)
        return function

    return decorate


def autoswitch(*args: Any, **stated: Any) -> Any:
    return lambda function: switch(function.__name__.replace("_", "-"), *args, **stated)(function)


class SwitchAttr:
    def __init__(
        self,
        names: Any,
        argtype: Any = str,
        default: Any = None,
        *,
        list: bool = False,
        argname: str = "VALUE",
        **stated: Any,
    ) -> None:
        if default and argtype is not None:
            shown = "the default is %s" % (default,)
            stated["help"] = "%s; %s" % (stated["help"], shown) if "help" in stated else shown
        self._default_value = default
        switch(names, argtype, argname, list=list, **stated)(self)

    def __get__(self, instance: Any, kind: Any) -> Any:
        return self if instance is None else self._default_value

    def __set__(self, instance: Any, value: Any) -> None:
        pass


class Flag(SwitchAttr):
    def __init__(self, names: Any, default: bool = False, **stated: Any) -> None:
        super().__init__(names, None, default, **stated)


class CountOf(SwitchAttr):
    def __init__(self, names: Any, default: int = 0, **stated: Any) -> None:
        super().__init__(names, None, default, list=True, **stated)


class Range:
    def __init__(self, start: Any, end: Any) -> None:
        self.start, self.end = start, end


class Set:
    def __init__(self, *values: Any, case_sensitive: bool = False, csv: Any = False, all_markers: Any = ()) -> None:
        self.values, self.case_sensitive, self.csv = values, case_sensitive, csv


CSV = Set(str, csv=True)


class Predicate:
    """plumbum's have no __name__, and are texts of their name."""

    def __init__(self, func: Callable[[str], Any]) -> None:
        self.func = func


@Predicate
def ExistingFile(value: str) -> str:
    return value


@Predicate
def ExistingDirectory(value: str) -> str:
    return value


@Predicate
def MakeDirectory(value: str) -> str:
    return value


@Predicate
def NonexistentPath(value: str) -> str:
    return value


def positional(*_: Any, **__: Any) -> Any:
    return lambda function: function


class Application:
    PROGNAME = DESCRIPTION = DESCRIPTION_MORE = VERSION = USAGE = None
    parent = nested_command = None

    def __new__(cls, executable: Any = None) -> Any:
        if executable is None:
            cls.run()
        return super().__new__(cls)

    def __init__(self, executable: Any = None) -> None:
        documentation = type(self).__doc__
        if self.DESCRIPTION is None and documentation:
            self.DESCRIPTION = inspect.cleandoc(documentation)
        self._switches_by_name: dict[str, Any] = {}
        self._subcommands: dict[str, Any] = {}
        for kind in reversed(type(self).mro()):
            for value in list(vars(kind).values()):
                if isinstance(value, Subcommand):
                    self._subcommands[value.name] = value
                info = getattr(value, "_switch_info", None)
                for name in info.names if info else ():
                    self._switches_by_name[name] = info

    @classmethod
    def subcommand(cls, name: str, subapp: Any = None) -> Any:
        def add(kind: Any) -> Any:
            setattr(cls, "_subcommand_" + name, Subcommand(name, kind))
            return kind

        return add(subapp) if subapp else add

    @classmethod
    def unbind_switches(cls, *_: str) -> None:
        pass

    @classmethod
    def run(cls, *_: Any, **__: Any) -> None:
        finish(spec_of(cls))

    def main(self, *args: str) -> None:
        pass

    main.__module__ = "plumbum.cli.application"


class Subcommand:
    def __init__(self, name: str, kind: Any) -> None:
        self.name, self.kind = name, kind

    def get(self) -> Any:
        if isinstance(self.kind, str):
            module, _, name = self.kind.rpartition(".")
            return getattr(__import__(module, None, None, ["*"]), name)
        return self.kind
