"""Imports of the script: hooks into command-line libraries, and stand-ins for missing modules."""

from __future__ import annotations

import ast
import builtins
import importlib
import importlib.util
import os
import sys

from ..placeholders import StubModule, make_stub, stub_module
from ..session import session, warn
from ..source.summary import LIBRARIES
from ..spec import phrase, text
from ..standins import registry
from .caught_imports import handles_import_error

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


real_import = builtins.__import__

ROOT = __package__.rpartition(".")[0]

# module of a library -> (our module in libraries/, the function that changes it)
HOOKS = {
    "click.core": ("click", "hook_click"),
    "asyncclick.core": ("click", "hook_click"),
    "click.decorators": ("click_classes", "hook"),
    "asyncclick.decorators": ("click_classes", "hook"),
    "typer._click.core": ("click", "hook_click"),
    "typer.core": ("click", "hook_typer"),
    "docopt": ("docopt", "hook"),
    "fire": ("fire", "hook"),
    "absl.app": ("absl", "hook"),
    "absl.flags._flagvalues": ("absl", "hook_flags"),
    "gflags": ("gflags", "hook"),
    "gflags.flagvalues": ("gflags", "hook"),
    "tornado.options": ("tornado", "hook"),
    "cleo.application": ("cleo", "hook"),
    "plumbum.cli.application": ("plumbum", "hook"),
    "invoke.program": ("invoke", "hook"),
    "optparse": ("optparse", "hook"),
    "getopt": ("getopt", "hook"),
    "cyclopts": ("cyclopts", "hook_cyclopts"),
    "clize": ("clize", "hook_clize"),
    "tyro": ("tyro", "hook_tyro"),
    "jsonargparse._core": ("jsonargparse", "hook_jsonargparse"),
}

_importers: dict[str, str | None] = {}


def install() -> None:
    builtins.__import__ = import_for_script
    registry.install()
    real_import_module = importlib.import_module

    def import_module(name: str, package: Any = None) -> Any:
        try:
            return real_import_module(name, package)
        except ImportError:
            frame = sys._getframe(1)
            importer = script_file(frame.f_globals)
            if importer is None or name.startswith(".") or handles_import_error(importer, frame.f_lineno):
                raise
            session.stubbed.append(name.partition(".")[0])
            return stub_module(name, ("*",))

    importlib.import_module = import_module
    sys.meta_path.insert(0, HookFinder())
    for name in HOOKS:
        if name in sys.modules:
            run_hook(name, sys.modules[name])


def library_of(name: str) -> str | None:
    """The known library of a module, which may be a copy inside another package (pipenv.vendor.click.core)."""
    if name in HOOKS:
        return name
    _, _, inner = name.partition("vendor.")
    return inner if inner in HOOKS else None


def run_hook(name: str, module: Any) -> None:
    ours, function = HOOKS[library_of(name) or name]
    hooks = real_import("%s.libraries.%s" % (ROOT, ours), fromlist=(function,))
    try:
        getattr(hooks, function)(module)
    except Exception as error:
        unsupported = phrase("This version of {library} is not supported ({error}).")
        warn("library_unknown", unsupported, library=name, error=type(error).__name__)


class HookFinder:
    """Lets a known library load as usual, and then replaces its parsing functions."""

    def __init__(self) -> None:
        self.busy: set[Any] = set()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if library_of(name) is None or name in self.busy:
            return None
        self.busy.add(name)
        try:
            finders = [f for f in sys.meta_path if f is not self and hasattr(f, "find_spec")]
            found: Any = next(filter(None, (finder.find_spec(name, path, target) for finder in finders)), None)
        finally:
            self.busy.discard(name)
        if found is not None and hasattr(found.loader, "exec_module"):
            load = found.loader.exec_module

            def exec_module(module: Any) -> None:
                load(module)
                run_hook(name, module)

            found.loader.exec_module = exec_module
        return found


def script_file(names: Any) -> str | None:
    """The file of an importer if it is the script or is next to it, otherwise None."""
    name = (names or {}).get("__file__")
    if not isinstance(name, str):
        return None
    if name not in _importers:  # it is asked at each import of each library
        _importers[name] = own_file(name)
    return _importers[name]


def own_file(name: str) -> str | None:
    name = os.path.abspath(name)
    if name == session.script:
        return name
    folder = session.folder or ""
    inside = bool(folder) and name.startswith(folder + os.sep)
    rest = name[len(folder) :] if inside else ""
    return name if inside and "site-packages" not in rest and "dist-packages" not in rest else None


# The parameters are those of __import__, which Python calls by position.
def import_for_script(  # noqa: PLR0917
    name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
) -> Any:
    importer = script_file(globals) if session.stub_imports and globals is not None else None
    if importer is None:
        return real_import(name, globals, locals, fromlist, level)
    if session.light and not level and is_installed_package(name.partition(".")[0]):
        session.skipped.append(name.partition(".")[0])
        return stub_module(name, fromlist)
    try:
        module = real_import(name, globals, locals, fromlist, level)
    except (KeyboardInterrupt, MemoryError, SystemExit):
        raise
    except BaseException as error:
        line = sys._getframe(1).f_lineno
        if handles_import_error(importer, line):
            raise
        if level:
            if (globals or {}).get("__package__") or not isinstance(error, ImportError):
                raise
            return without_package(name, fromlist, line)
        session.stubbed.append(name.partition(".")[0])
        needs = text(getattr(error, "name", None)) if isinstance(error, ModuleNotFoundError) else None
        if has_module_name(name):
            warn(
                "own_name",
                phrase("The script has the name of a module that it imports ({module}), so it imports itself."),
                line,
                fix=phrase("Rename the script."),
                module=name,
            )
        elif needs is None or needs.partition(".")[0] != name.partition(".")[0]:
            failed = phrase("{module} is installed but could not be imported: {error}.")
            if needs:
                failed = phrase("{module} is installed but could not be imported: {needed} is missing.")
            values = {"needed": needs} if needs else {"error": type(error).__name__}
            warn("import_failed", failed, line if importer == session.script else None, module=name, **values)
        module = stub_module(name, fromlist)
    if "*" in (fromlist or ()) and isinstance(module, StubModule):
        add_starred_names(module, importer, globals)
    if fromlist and not isinstance(module, StubModule):
        add_missing_names(module, name, fromlist, importer=importer, line=sys._getframe(1).f_lineno)
    return module


def has_module_name(name: str) -> bool:
    return os.path.splitext(os.path.basename(session.script))[0] == name.partition(".")[0]


def is_installed_package(name: str) -> bool:
    """Whether a module belongs neither to Python, nor to the script, nor to a command-line library."""
    if name in LIBRARIES:
        return False
    if name in session.skipped:
        return True
    try:
        found = importlib.util.find_spec(name)
    except Exception:
        return False
    origin = (found and (found.origin or next(iter(found.submodule_search_locations or ()), None))) or ""
    return "site-packages" in origin or "dist-packages" in origin


def without_package(name: str, fromlist: Any, line: int | None) -> Any:
    """`from .core import x` in a script that is not part of a package."""
    if not any(warning["code"] == "relative_import" for warning in session.warnings):
        warn(
            "relative_import",
            phrase("The script imports from its own package (from .{module}), which was not uploaded with it."),
            line,
            fix=phrase("Upload the package as a zip application, or import from installed modules."),
            module=name,
        )
    parent = stub_module("package", ("*",))
    if not name:
        return parent
    return stub_module("package." + name, fromlist or ("*",))


def add_starred_names(module: Any, importer: str, known: Any) -> None:
    """`from numpy import *`: it may define all names that the script uses and does not define."""
    try:
        with open(importer, "rb") as file:
            tree = ast.parse(file.read())
    except Exception:
        return
    used: set[str] = set()
    defined = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else defined).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
    module.__all__ = sorted(name for name in used - defined - set(known) if not name.startswith("__"))


def add_missing_names(module: Any, name: str, fromlist: Any, *, importer: str, line: int | None) -> None:
    """`from urllib import FancyURLopener`: the module exists, but not the name."""
    for item in fromlist:
        if item == "*" or hasattr(module, item) or handles_import_error(importer, line):
            continue
        session.stubbed.append("%s.%s" % (name, item))
        try:
            setattr(module, item, make_stub("%s.%s" % (name, item)))
        except Exception:
            continue
