"""A second attempt, in which missing files, variables and answers to questions are faked."""

from __future__ import annotations

import builtins
import io
import os
import sys

from ..placeholders import Fake, make_stub

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


ANSWER = Fake("1")  # a number, a name and a yes
OLD_NAMES = {
    "unicode": str,
    "long": int,
    "xrange": range,
    "basestring": str,
    "unichr": chr,
    "raw_input": lambda *_: ANSWER,
    "reload": lambda module: module,
    "file": open,
}
NOTEBOOK_NAMES = ("get_ipython", "display")
ANSWERING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("urllib.request", ("urlopen", "urlretrieve")),
    ("importlib.metadata", ("version", "distribution")),
)
READERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("json", ("load", "loads")),
    ("yaml", ("load", "safe_load", "full_load")),
    ("tomllib", ("load", "loads")),
    ("toml", ("load", "loads")),
    ("pickle", ("load",)),
)
CHANGES = (
    "mkdir",
    "makedirs",
    "remove",
    "unlink",
    "rename",
    "replace",
    "rmdir",
    "chmod",
    "chown",
    "symlink",
    "link",
    "utime",
)


class FakeFile(io.TextIOWrapper):
    pass


def install() -> None:
    real_open = builtins.open

    def fake_open(file: Any, mode: str = "r", *args: Any, **keywords: Any) -> Any:
        try:
            return real_open(file, mode, *args, **keywords)
        except OSError:
            keywords.pop("opener", None)  # which may know the file by itself, as that of pathlib
            if any(letter in mode for letter in "wax+"):
                return real_open(os.devnull, mode.replace("x", "w"), *args, **keywords)
            return io.BytesIO() if "b" in mode else FakeFile(io.BytesIO())

    builtins.open = io.open = fake_open
    builtins.input = lambda *_: ANSWER
    vars(builtins).update((name, value) for name, value in OLD_NAMES.items() if not hasattr(builtins, name))
    vars(builtins).update((name, make_stub(name)) for name in NOTEBOOK_NAMES)
    os.environ.__class__.__getitem__ = variable  # type: ignore[method-assign]
    for name in CHANGES:
        setattr(os, name, swallowing(getattr(os, name), None))
    fake_paths(fake_open)
    os.listdir = swallowing(os.listdir, [])
    os.getlogin = swallowing(os.getlogin, ANSWER)
    fake_modules()


def fake_paths(fake_open: Any) -> None:
    """pathlib of Python 3.8 to 3.10 keeps references to functions of os and io from when it was loaded."""
    import pathlib

    accessor = getattr(pathlib, "_NormalAccessor", None)
    if accessor is None:
        return
    for name in CHANGES + ("touch",):
        if hasattr(accessor, name):
            setattr(accessor, name, staticmethod(swallowing(getattr(accessor, name), None)))
    if accessor.open is not os.open:
        accessor.open = staticmethod(fake_open)


def variable(self: Any, name: str) -> Any:
    try:
        return self.decodevalue(self._data[self.encodekey(name)])
    except KeyError:
        # get() and `in` have an answer for that.
        if sys._getframe(1).f_globals.get("__name__") in ("_collections_abc", "collections.abc"):
            raise KeyError(name) from None
        return ANSWER


def not_there(source: Any) -> bool:
    """Whether settings are read from a faked file or from its contents."""
    is_empty = isinstance(source, io.BytesIO) and not source.getvalue()
    return is_empty or isinstance(source, FakeFile) or source in ("", b"")


def settings_of(function: Callable[..., Any]) -> Any:
    def call(source: Any = None, *args: Any, **keywords: Any) -> Any:
        return make_stub("settings") if not_there(source) else function(source, *args, **keywords)

    return call


def swallowing(function: Callable[..., Any], answer: Any) -> Any:
    def call(*args: Any, **keywords: Any) -> Any:
        try:
            return function(*args, **keywords)
        except OSError:
            return answer

    return call


def fake_modules() -> None:
    """Replace them in modules that the script has imported, or will import."""
    import getpass
    import importlib
    import shutil
    import socket

    getpass.getpass = lambda *_, **__: ANSWER
    for name in ("copy", "copy2", "copyfile", "copytree", "rmtree", "move"):
        setattr(shutil, name, swallowing(getattr(shutil, name), None))
    socket.gethostbyname = lambda *_: "127.0.0.1"
    real_import = importlib.import_module
    for name, functions in ANSWERING:
        try:
            module = real_import(name)
        except ImportError:
            continue
        for function in functions:
            setattr(module, function, answering(name + "." + function, getattr(module, function)))
    for name, functions in READERS:
        try:
            module = real_import(name)
        except Exception:
            continue
        for function in functions:
            setattr(module, function, settings_of(getattr(module, function)))
    resources: Any = sys.modules.get("pkg_resources")
    if resources is not None:
        resources.get_distribution = lambda *_: make_stub("distribution")


def answering(name: str, function: Callable[..., Any]) -> Any:
    def call(*args: Any, **keywords: Any) -> Any:
        try:
            return function(*args, **keywords)
        except Exception:
            return make_stub(name + "()")

    return call
