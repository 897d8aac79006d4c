"""The parts of invoke that make a program of tasks, for where invoke is not installed."""

from __future__ import annotations

import inspect
import re
from types import ModuleType, SimpleNamespace

from ..libraries.invoke import spec_of
from ..session import finish

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

EMPTY = inspect.Parameter.empty


class Argument:
    def __init__(
        self,
        name: str | None = None,
        names: Any = (),
        kind: Any = str,
        *,
        default: Any = None,
        help: Any = None,
        positional: bool = False,
        optional: bool = False,
        incrementable: bool = False,
        attr_name: str | None = None,
    ) -> None:
        self.names = tuple(names) or (name,)
        self.name = attr_name or self.names[0]
        self.kind, self.default, self.help = kind, default, help
        self.positional, self.optional, self.incrementable = positional, optional, incrementable


class Task:
    def __init__(self, body: Any, name: str | None = None, aliases: Any = (), **stated: Any) -> None:
        self.body, self.aliases, self.stated = body, aliases, stated
        self.name = name or body.__name__
        self.__doc__ = body.__doc__
        self.is_default = stated.get("default", False)

    def __call__(self, *_: Any, **__: Any) -> None:
        pass

    def get_arguments(self, *_: Any) -> list[Argument]:
        parameters = list(inspect.signature(self.body).parameters.values())[1:]
        taken = {parameter.name for parameter in parameters}
        positional = self.stated.get("positional")
        if positional is None:
            positional = [parameter.name for parameter in parameters if parameter.default is EMPTY]
        made: dict[str, Argument] = {}
        for parameter in parameters:
            made[parameter.name] = self.argument(parameter, taken, positional)
            taken.update(made[parameter.name].names)
        first = [name for name in positional if name in made]
        return [made[name] for name in [*first, *(name for name in made if name not in first)]]

    def argument(self, parameter: Any, taken: set[str], positional: Any) -> Argument:
        name, default = parameter.name, None if parameter.default is EMPTY else parameter.default
        dashed, helps = dashes(name), self.stated.get("help") or {}
        short = next((one for one in dashed if one != dashed and one not in taken), None)
        optional = name in (self.stated.get("optional") or ())
        kind = type(default) if default is not None and not (optional and isinstance(default, bool)) else str
        return Argument(
            names=[dashed, *([short] if short and self.stated.get("auto_shortflags", True) else [])],
            kind=list if name in (self.stated.get("iterable") or ()) else kind,
            default=default,
            help=helps.get(dashed, helps.get(name)),
            positional=name in positional,
            optional=optional,
            incrementable=name in (self.stated.get("incrementable") or ()),
            attr_name=name if "_" in name else None,
        )


def task(*args: Any, **stated: Any) -> Any:
    if len(args) == 1 and callable(args[0]) and not isinstance(args[0], Task):
        return Task(args[0], **stated)
    return lambda body: Task(body, **stated)


def dashes(name: str) -> str:
    """Without underscores, but for those at the start and at the end."""
    return re.sub(r"(?<=[^.])_(?=[^.])", "-", name)


class Collection:
    def __init__(self, *args: Any, **stated: Any) -> None:
        self.tasks: dict[str, Any] = {}
        self.collections: dict[str, Any] = {}
        self.default: str | None = None
        self.dashes = stated.pop("auto_dash_names", True) is not False
        stated.pop("loaded_from", None)
        self.name = self.transform(args[0]) if args and isinstance(args[0], str) else None
        for one in args[1:] if self.name else args:
            self.add(one)
        for name, one in stated.items():
            self.add(one, name)

    @classmethod
    def from_module(cls, module: Any, name: str | None = None, *_: Any, **__: Any) -> Any:
        known = getattr(module, "ns", None) or getattr(module, "namespace", None)
        if isinstance(known, Collection):
            return known
        made = cls(name or module.__name__.split(".")[-1])
        for one in list(vars(module).values()):
            if isinstance(one, Task):
                made.add_task(one)
        return made

    def add(self, one: Any, name: str | None = None) -> None:
        (self.add_task if isinstance(one, Task) else self.add_collection)(one, name)

    def add_task(  # noqa: PLR0917 - invoke's
        self, one: Any, name: str | None = None, aliases: Any = (), default: Any = None
    ) -> None:
        name = self.transform(name or one.name)
        self.tasks[name] = one
        if default or default is None and one.is_default:
            self.default = name

    def add_collection(self, one: Any, name: str | None = None, default: Any = None) -> None:
        made = Collection.from_module(one) if isinstance(one, ModuleType) else one
        name = self.transform(name or made.name)
        self.collections[name] = made
        if default:
            self.default = name

    def configure(self, *_: Any) -> None:
        pass

    def transform(self, name: str) -> str:
        return dashes(name) if self.dashes else name.replace("-", "_")

    def __getitem__(self, name: str) -> Any:
        head, _, rest = name.partition(".")
        return self.collections[head][rest] if rest else self.tasks[head]

    def task_names(self) -> dict[str, list[str]]:
        names = {name: [self.transform(alias) for alias in one.aliases] for name, one in self.tasks.items()}
        for prefix, below in self.collections.items():
            for name, aliases in below.task_names().items():
                more = [prefix] if below.default == name else []
                names["%s.%s" % (prefix, name)] = ["%s.%s" % (prefix, one) for one in aliases] + more
        return names

    def to_contexts(self, *_: Any) -> list[Any]:
        return [
            SimpleNamespace(name=name, aliases=aliases, args={one.name: one for one in self[name].get_arguments()})
            for name, aliases in self.task_names().items()
        ]


class Program:
    def __init__(self, version: Any = None, namespace: Any = None, name: Any = None, **_: Any) -> None:
        self.version, self.namespace, self.name = version or "unknown", namespace, name

    def core_args(self) -> list[Argument]:
        made = [Argument(names=names, kind=kind, default=default, help=help) for names, kind, default, help in STANDARD]
        for one in made:
            one.optional = one.name == "list"
        return made

    def run(self, *_: Any, **__: Any) -> None:
        if self.namespace is not None:  # otherwise it needs a tasks.py in the folder of the job, where there is none
            finish(spec_of(self))


# The options of every program of invoke 2.
STANDARD = (
    (("command-timeout", "T"), int, None, "Specify a global command execution timeout, in seconds."),
    (("config", "f"), str, None, "Runtime configuration file to use."),
    (("debug", "d"), bool, False, "Enable debug output."),
    (("dry", "R"), bool, False, "Echo commands instead of running."),
    (("echo", "e"), bool, False, "Echo executed commands before running."),
    (("hide",), str, None, "Set default value of run()'s 'hide' kwarg."),
    (("list", "l"), str, None, "List available tasks, optionally limited to a namespace."),
    (("list-depth", "D"), int, 0, "When listing tasks, only show the first INT levels."),
    (
        ("list-format", "F"),
        str,
        "flat",
        "Change the display format used when listing tasks. Should be one of: flat (default), nested, json.",
    ),
    (("prompt-for-sudo-password",), bool, False, "Prompt user at start of session for the sudo.password config value."),
    (("pty", "p"), bool, False, "Use a pty when executing shell commands."),
    (("warn-only", "w"), bool, False, "Warn, instead of failing, when shell commands fail."),
    (("write-pyc",), bool, False, "Enable creation of .pyc files."),
)
