"""Reports the argparse parser of a script at the moment it would parse the command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from ..session import emit, finish, flush_pending, from_command_line, really_exit, session
from .argparse import largest, real, spec_of_parser

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


LENIENT_SECONDS = 2.0
WIDTH_POSITION = 2  # of the width among the arguments of a formatter that follow the program's name
KEPT = ("__init__", "parse_args", "parse_known_args", "parse_known_intermixed_args", "format_usage", "format_help")


def install(listening: bool = False) -> None:
    """Each parsing method reports its parser. Listening: it also parses, and the one that shows help is reported."""
    parser_class: Any = argparse.ArgumentParser
    for name in KEPT:
        real[name] = getattr(parser_class, name)
    parser_class.__init__ = init
    spare_lookups()
    if listening:
        parser_class.parse_known_args = parse_and_report
        parser_class.parse_known_intermixed_args = parse_intermixed_and_report
        parser_class.format_help = format_help
        return
    parser_class.parse_args = parse_args
    parser_class.parse_known_args = parse_known_args
    parser_class.parse_intermixed_args = parse_intermixed_args
    parser_class.parse_known_intermixed_args = parse_known_intermixed_args
    subparsers_class: Any = argparse._SubParsersAction
    real["add_parser"] = subparsers_class.add_parser
    subparsers_class.add_parser = add_parser


def spare_lookups() -> None:
    """Half of the time of a small script: argparse looks for translations in the file system at each of its texts, and
    imports all of shutil for the width of a terminal. Scripts are read in the language C, and COLUMNS is the width.
    """
    module: Any = argparse
    module._ = lambda message: message
    format_init: Any = argparse.HelpFormatter.__init__

    def init_formatter(self: Any, prog: Any, *rest: Any, **kwargs: Any) -> None:
        columns = os.environ.get("COLUMNS", "")
        if columns.isdigit() and int(columns) and len(rest) <= WIDTH_POSITION and kwargs.get("width") is None:
            kwargs["width"] = int(columns) - 2
        format_init(self, prog, *rest, **kwargs)

    formatter_class: Any = argparse.HelpFormatter
    formatter_class.__init__ = init_formatter


def init(self: Any, *args: Any, **kwargs: Any) -> None:
    real["__init__"](self, *args, **kwargs)
    session.created.append(self)
    session.children.update(id(parent) for parent in kwargs.get("parents") or ())


def add_parser(self: Any, name: str, **kwargs: Any) -> Any:
    parser = real["add_parser"](self, name, **kwargs)
    session.children.add(id(parser))
    return parser


def parse_args(self: Any, args: Any = None, namespace: Any = None, **_: Any) -> Any:
    if session.passes and (args is None or from_command_line(args)):
        session.passes -= 1
        return real["parse_known_args"](self, args, namespace)[0]
    self._wooey_strict = True
    # Through parse_known_args, which a subclass may have overridden to add arguments late.
    return self.parse_known_args(args, namespace)[0]


def parse_known_args(self: Any, args: Any = None, namespace: Any = None, **_: Any) -> Any:
    capture(self, args, strict=self.__dict__.pop("_wooey_strict", False) or refuses_the_rest(self))
    return fake_parse(self, args, namespace)


def refuses_the_rest(parser: Any) -> bool:
    """Whether it is called by a parse_args of a subclass that reports an error about unknown arguments."""
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_locals.get("self") is parser:
        if frame.f_code.co_name == "parse_args":
            return "error" in frame.f_code.co_names
        frame = frame.f_back
    return False


def parse_intermixed_args(self: Any, args: Any = None, namespace: Any = None) -> Any:
    self._wooey_strict = True
    return self.parse_known_intermixed_args(args, namespace)[0]


def parse_known_intermixed_args(self: Any, args: Any = None, namespace: Any = None) -> Any:
    self._wooey_intermixed = True
    return parse_known_args(self, args, namespace)


def parse_intermixed_and_report(self: Any, args: Any = None, namespace: Any = None) -> Any:
    self._wooey_intermixed = True
    report(self, args)
    return real["parse_known_intermixed_args"](self, args, namespace)


def parse_and_report(self: Any, args: Any = None, namespace: Any = None, **keywords: Any) -> Any:
    report(self, args)
    return real["parse_known_args"](self, args, namespace, **keywords)


def format_help(self: Any) -> str:
    """The parser that shows help for --help is the complete one."""
    if id(self) not in session.children:
        report(self, None)
    return real["format_help"](self)


def report(parser: Any, args: Any) -> None:
    if args is None or from_command_line(args):
        emit(dict(spec_of_parser(parser), lenient=True, partial=True, internal=False))
    else:
        report_later(parser, lenient=True)
    wait_for_another()


def report_later(parser: Any, *, lenient: bool | None) -> None:
    """A parser that reads a list of the script itself may read hundreds: it is reported once, as it is at last."""
    session.pending[id(parser)] = lambda: dict(spec_of_parser(parser), lenient=lenient, partial=True, internal=True)


def wait_for_another() -> None:
    def give_up(*_: Any) -> None:
        flush_pending()
        really_exit(0)

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, LENIENT_SECONDS)


def capture(parser: Any, args: Any, strict: bool) -> None:
    """Ends the attempt with the description, or returns if this may be only the first of several parsers."""
    lenient = None if strict else True
    session.captures += 1
    if args is not None and not from_command_line(args):
        report_later(parser, lenient=lenient)
        return
    found = dict(spec_of_parser(parser), lenient=lenient)
    if strict or session.first:
        finish(found)
    emit(dict(found, partial=True, internal=False))
    wait_for_another()


def fake_parse(parser: Any, args: Any, namespace: Any) -> Any:
    """The defaults, as if no arguments were given; ignores required ones and never exits."""
    space = argparse.Namespace() if namespace is None else namespace
    for action in parser._actions:
        if action.dest is argparse.SUPPRESS or action.default is argparse.SUPPRESS or hasattr(space, action.dest):
            continue
        default = action.default
        if isinstance(default, str):
            try:
                default = parser._get_value(action, default)
            except Exception:
                pass
        setattr(space, action.dest, default)
    for name, value in parser._defaults.items():
        if not hasattr(space, name):
            setattr(space, name, value)
    ours = args is None or from_command_line(args)
    words = [word for word in session.argv[1:] if word != "--help"] if ours else list(args)
    rest: list[Any] = []
    if words or not ours:
        try:
            space, rest = real["parse_known_args"](parser, words, space)
        except (Exception, SystemExit):
            rest = words
    # The remaining arguments contain the made-up one, so that the next parser is seen to read the same command line.
    return space, rest + session.argv[1 + len(words) :] if ours else rest


def built_parsers() -> list[argparse.ArgumentParser]:
    """Parsers that were created but have not parsed anything."""
    return [parser for parser in session.created if id(parser) not in session.children]


def largest_built(parsers: Any = None) -> argparse.ArgumentParser | None:
    return largest(built_parsers() if parsers is None else parsers)
