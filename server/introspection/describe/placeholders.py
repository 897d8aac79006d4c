"""Stand-ins for modules that are missing: they survive calling, subclassing, decorating, iterating, comparing."""

from __future__ import annotations

import abc
import sys
import types

from .session import warn
from .spec import phrase

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


MARK = "_wooey_stub"


class Registry:
    """Where placeholders of modules look for stand-ins. standins/registry.py registers itself here."""

    def __init__(self) -> None:
        self.find = lambda module, name: None
        self.complete = lambda name, module: None


registry = Registry()


class StubType(abc.ABCMeta):  # so that a class can extend a stand-in and an abstract class
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make_stub("%s.%s" % (cls.__dict__.get(MARK, cls.__name__), name))

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        if MARK not in cls.__dict__:
            return type.__call__(cls, *args, **kwargs)
        warn_of_given_parser(cls, args)
        # Used as a decorator: returns the function or class unchanged.
        if len(args) == 1 and not kwargs and is_decorated(args[0]):
            return args[0]
        return make_stub(cls.__dict__[MARK] + "()")

    @property
    def register(cls) -> Any:  # in the place of that of abstract classes
        name = cls.__dict__.get(MARK)
        return make_stub(name + ".register") if name else abc.ABCMeta.register.__get__(cls)

    def __iter__(cls) -> Any:
        return iter([make_stub(cls.__dict__.get(MARK, "?") + "[]") for _ in range(requested_items(sys._getframe(1)))])

    def __len__(cls) -> int:
        return 0

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, item: Any) -> bool:
        return False

    def __getitem__(cls, key: Any) -> Any:
        if isinstance(key, int):
            raise IndexError(key)
        return make_stub(cls.__dict__.get(MARK, cls.__name__) + "[]")

    def __setitem__(cls, key: Any, value: Any) -> None:
        pass

    def __enter__(cls) -> Any:
        return cls

    def __exit__(cls, *_: Any) -> None:
        pass

    def _same(cls, *_: Any) -> Any:
        return cls

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __or__ = __ror__ = __and__ = __rand__ = __neg__ = __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = _same
    __pow__ = __rpow__ = __matmul__ = __rmatmul__ = __xor__ = __rxor__ = __lshift__ = __rshift__ = _same
    __invert__ = __pos__ = __abs__ = __round__ = _same

    def __lt__(cls, other: Any) -> bool:
        return False

    __gt__ = __le__ = __lt__

    def __ge__(cls, other: Any) -> bool:
        return True  # so that "is the version new enough" says yes

    def __int__(cls) -> int:
        return 1

    __index__ = __int__

    def __float__(cls) -> float:
        return 1.0

    def __fspath__(cls) -> str:
        return "/nonexistent"

    def __format__(cls, _: Any) -> str:
        return str(cls)

    def __str__(cls) -> str:
        return cls.__dict__.get(MARK, cls.__name__)

    def __instancecheck__(cls, value: Any) -> bool:
        return False if MARK in cls.__dict__ else type.__instancecheck__(cls, value)


def is_decorated(value: Any) -> bool:
    """Whether a stand-in that is called with only this is a decorator, and not a function that receives a type."""
    if is_stub(value):
        return False
    if type(value).__name__ == "Typer" or isinstance(getattr(value, "params", None), list) and hasattr(value, "main"):
        return True  # a command of click
    if not isinstance(value, (types.FunctionType, type)):
        return False
    return isinstance(value, types.FunctionType) or value.__module__ != "builtins"


def warn_of_given_parser(stub: Any, args: Any) -> None:
    """A stand-in that receives a parser cannot add the parameters that the real function would add."""
    import argparse

    if any(isinstance(value, (argparse._ActionsContainer, argparse._SubParsersAction)) for value in args):
        warn(
            "parser_given_away",
            phrase("{function} adds parameters to the parser, but it is not installed here. They are missing."),
            fix=phrase(
                "Upload the script with its modules as a zip application, or install them in its virtual environment."
            ),
            function=stub.__dict__[MARK],
        )


def requested_items(frame: types.FrameType) -> int:
    """How many `a, b = stand_in` unpacks; none for a loop over it."""
    import dis

    code, at = frame.f_code.co_code, frame.f_lasti
    operation = dis.opname[code[at]] if 0 <= at < len(code) else ""
    if operation.startswith("UNPACK_SEQUENCE"):
        return code[at + 1]
    return code[at + 1] if operation == "UNPACK_EX" else 0


class StubInstance:
    """The attributes that classes of the script inherit from a stand-in."""

    def __init__(self, /, *args: Any, **kwargs: Any) -> None:
        pass

    def __init_subclass__(cls, **kwargs: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make_stub("%s.%s" % (type(self).__name__, name))

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return make_stub(type(self).__name__ + "()")

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        pass


INHERITED = ("__init__", "__init_subclass__", "__getattr__", "__call__", "__enter__", "__exit__")


def make_stub(name: str) -> Any:
    short = name.rsplit(".", 1)[-1].replace("()", "_").replace("[]", "_") or "stub"
    body: dict[str, Any] = {MARK: name, "__doc__": None, "__module__": MARK}
    body.update((method, StubInstance.__dict__[method]) for method in INHERITED)
    return StubType(short, (), body)


def is_stub(value: Any) -> bool:
    return type(value) is StubType and MARK in value.__dict__


def stub_name(value: Any) -> str:
    return value.__dict__.get(MARK, "?")


class Fake(str):
    """A text of unknown content. It is not reported as a default."""

    def __repr__(self) -> str:
        return "(not known)"


class StubModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "999.0"
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        full = "%s.%s" % (self.__name__, name)
        if full in sys.modules:
            return sys.modules[full]
        value = registry.find(self.__name__, name)
        if value is None:
            value = make_stub(full)
        setattr(self, name, value)
        return value


def stub_module(name: str, fromlist: Any) -> Any:
    """Put stand-ins for a dotted module name into sys.modules, and return what `import` would return."""
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        full = ".".join(parts[:depth])
        if full not in sys.modules:
            module = StubModule(full)
            module.__path__ = []
            sys.modules[full] = module
            if depth > 1:
                setattr(sys.modules[".".join(parts[: depth - 1])], parts[depth - 1], module)
            registry.complete(full, module)
    return sys.modules[name] if fromlist else sys.modules[parts[0]]
