"""Runs the script in the child of an attempt, up to the moment it would parse its command line."""

from __future__ import annotations

import argparse
import builtins
import os
import sys
import types

from ..functions import code_of, unwrapped, words_of
from ..guard import ASKING, READING, is_asking, set_guard, treat_programs
from ..libraries import argparse_hooks
from ..libraries.argparse import spec_of_parser
from ..placeholders import is_stub
from ..session import finish, session, warn
from ..spec import count_parameters, phrase, text
from . import imports

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

    from ..attempts.settings import AttemptSettings
    from ..shapes import End
    from ..source.file import Source

MODULE_NAME = "wooey_script"
BUILDERS = (
    "get_parser",
    "build_parser",
    "make_parser",
    "create_parser",
    "setup_parser",
    "init_parser",
    "get_argparser",
    "build_arg_parser",
    "get_arg_parser",
    "_parser",
    "parser",
    "create_argument_parser",
    "argument_parser",
    "parse_args",
    "get_args",
    "parse_arguments",
    "parse_cli",
    "parse_command_line",
    "parse_options",
    "cli",
    "main",
    "run",
    "app",
)
STARTERS = ("main", "run", "cli", "app")
PARSING_WORDS = ("parse", "argv", "Argument", "docopt", "Fire")


def run_script(source: Source, name: str, settings: AttemptSettings) -> End | None:
    """How the script ended, if it ended without a parser being reported: {kind, message, line?} or None."""
    path = os.path.join(os.path.dirname(source.filename), name) if not source.zipped else source.entry
    sys.argv = [path] + settings.arguments
    session.argv = list(sys.argv)
    session.light, session.passes, session.first = settings.light, settings.passes, settings.first
    session.words = list(settings.words)
    sys.path.insert(0, source.entry)
    imports.install()
    argparse_hooks.install(settings.listening)
    module = types.ModuleType(settings.run_name)
    module.__dict__.update(
        __file__=source.filename,
        __builtins__=builtins,
        __package__=None,
        __spec__=None,
        __loader__=None,
        __cached__=None,
    )
    sys.modules[settings.run_name] = module
    os._exit = exit_quietly  # type: ignore[assignment]
    # A command that is named in order to see its parser may do its work at once, so it must not write anything.
    set_guard(ASKING if settings.first else READING)
    treat_programs(settings.programs)
    if settings.faked:
        from . import fakes

        fakes.install()
    end = execute(source, module)
    flush()
    conclude(end)
    if not session.captures and settings.builders and (end is None or settings.run_name != "__main__"):
        try_builders(module, settings)
        if end is None:
            report_built(None, needs_parameters=True)
    return end


def execute(source: Source, module: Any) -> End | None:
    try:
        exec(compile(source.raw, source.filename, "exec", dont_inherit=True), module.__dict__)
    except SystemExit as error:
        return {"kind": "SystemExit", "message": text(error.code), "line": script_line(error, source)}
    except BaseException as error:
        end: dict[str, Any] = {"kind": type(error).__name__, "message": text(error), "line": script_line(error, source)}
        if isinstance(error, ImportError):
            end["module"] = text(error.name)
        return end
    return None


def flush() -> None:
    """The output may be the help text of an unknown parser."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            continue


def script_line(error: BaseException, source: Source) -> int | None:
    """The innermost line of the script in the traceback of an error."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == source.filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def exit_quietly(status: int = 0) -> None:
    """Replaces os._exit: reports what was built so far. A type that is being asked cannot end the process."""
    if is_asking():
        raise SystemExit(status)
    end: dict[str, Any] = {"kind": "SystemExit", "message": text(status), "line": None}
    conclude(end)
    finish({"end": end})


def conclude(end: End | None) -> None:
    """Nothing was parsed, but a parser may have been built."""
    if not session.captures:
        report_built(end, needs_parameters=True)


def report_built(end: End | None, needs_parameters: bool = False) -> None:
    parser = argparse_hooks.largest_built()
    if parser is None:
        return
    found = spec_of_parser(parser)
    if needs_parameters and not count_parameters(found["command"]):
        return
    if end is not None and end["kind"] != "SystemExit":
        warn(
            "incomplete",
            phrase("The script stopped before it read its arguments ({error}). Some parameters may be missing."),
            end.get("line"),
            error=end["kind"],
        )
        found["incomplete"] = True
    found["built"] = True
    finish(found)


def try_builders(module: Any, settings: AttemptSettings) -> None:
    """Nothing parses in a main guard: call functions that create a parser and need no arguments."""
    names = [name for name in BUILDERS if name in module.__dict__]
    for name, value in list(module.__dict__.items()):
        is_local = isinstance(value, types.FunctionType) and value.__module__ == module.__name__
        if name not in names and is_local and "ArgumentParser" in words_of(code_of(value)):
            names.append(name)
    for name in names + [name for name, value in module.__dict__.items() if is_click_command(value)]:
        value = module.__dict__.get(name)
        if is_stub(value):
            continue
        if is_click_command(value):
            report_uncalled(name, value, settings)
        if type(value).__name__ == "Typer":
            quietly(value)
        elif isinstance(value, types.FunctionType):
            try_builder(name, value)


def is_click_command(value: Any) -> bool:
    if is_stub(value) or isinstance(value, types.ModuleType):
        return False
    return isinstance(getattr(value, "params", None), list) and hasattr(value, "main") and hasattr(value, "callback")


def report_uncalled(name: str, command: Any, settings: AttemptSettings) -> None:
    """A click command that the script defines, but does not call when it is run as a program."""
    from ..libraries.click import spec_of_click  # only here, because most scripts do not use click

    if settings.run_name == "__main__":
        warn(
            "never_called",
            phrase("The script defines the command {command} but never calls it, so a job does nothing."),
            fix=phrase('Add at the end: if __name__ == "__main__": {command}()'),
            command=name,
        )
    finish(spec_of_click(command))


def try_builder(name: str, function: Callable[..., Any]) -> None:
    needed = required_arguments(function)
    if needed is None or len(needed) > 1 or (needed and needed[0] not in ("argv", "args", "arguments")):
        return
    if name in STARTERS and not any(word in words_of(code_of(function)) for word in PARSING_WORDS):
        return
    before = len(session.created)
    result = quietly(function, *([["--help"]] if needed else []))
    built = [parser for parser in session.created[before:] if id(parser) not in session.children]
    if isinstance(result, argparse.ArgumentParser):
        built = [result]
    parser = argparse_hooks.largest_built(built)
    if parser is not None:
        found = spec_of_parser(parser)
        if count_parameters(found["command"]):
            finish(found)


def required_arguments(function: Callable[..., Any]) -> list[str] | None:
    inner = unwrapped(function)
    if inner is None:
        return None
    code = inner.__code__
    by_position = code.co_varnames[: code.co_argcount]
    by_name = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    required = by_position[: len(by_position) - len(inner.__defaults__ or ())]
    return [*required, *(name for name in by_name if name not in (inner.__kwdefaults__ or {}))]


def quietly(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except BaseException:
        return None
