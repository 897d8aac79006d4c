"""Asks the parser of a script which command lines it accepts: `real_parser.py SCRIPT`, one JSON list of lists of arguments
in, one JSON list of answers out, written to file descriptor 3.

The script runs until it would parse its command line; then its own parser reads each list of arguments. An answer is
{"accepted": true}, or {"error": message, "parameter": name?, "byScript": whether code of the script raised it}.
"""

import builtins
import contextlib
import io
import json
import os
import runpy
import sys

SCRIPT = os.path.abspath(sys.argv[1])
answers = None
result = os.fdopen(3, "w")
questions = json.load(sys.stdin)


class Refusal(Exception):
    def __init__(self, message, parameter=None):
        super().__init__(message)
        self.parameter = parameter


def finish(read, commands=False):
    """Answers all questions by `read(argv)` and ends the process."""
    json.dump({"commands": commands, "answers": [answer(read, argv) for argv in questions]}, result)
    result.flush()
    os._exit(0)


failed = [None]
"""The arguments whose values could not be converted."""


def stream():
    """What a program writes to, with a buffer for its bytes."""
    return io.TextIOWrapper(io.BytesIO())


def answer(read, argv):
    sys.argv[1:] = argv
    del failed[1:]
    try:
        with contextlib.redirect_stdout(stream()), contextlib.redirect_stderr(stream()):
            read(list(argv))
        return {"accepted": True}
    except BaseException as error:
        return {
            "error": "%s: %s" % (type(error).__name__, error),
            "parameter": getattr(error, "parameter", None) or failed[-1],
            "byScript": is_by_script(error),
        }


STANDARD = os.path.dirname(os.__file__)
LIBRARIES = ("click", "typer", "docopt", "rich_click", "cloup", "rich_argparse")


def is_by_script(error):
    """Whether a function that belongs neither to the parser's library nor to Python raised the error or its cause."""
    while error is not None:
        frame = error.__traceback__
        while frame is not None:
            if not is_of_parser(frame.tb_frame):
                return True
            frame = frame.tb_next
        error = error.__context__
    return False


def is_of_parser(frame):
    file = os.path.abspath(frame.f_code.co_filename)
    if file == os.path.abspath(__file__):
        return True
    if file.startswith(STANDARD) and "site-packages" not in file:
        return True
    return frame.f_globals.get("__name__", "").partition(".")[0] in LIBRARIES


def hook_argparse():
    import argparse

    def error(self, message):
        cause = sys.exc_info()[1]
        raise Refusal(message, getattr(cause, "argument_name", None))

    def leave(self, status=0, message=None):
        raise Refusal(message or "exit %s" % status)

    def open_nothing(name, *arguments, **options):
        return stream()

    convert = argparse.ArgumentParser._get_value

    def get_value(self, action, text):
        try:
            return convert(self, action, text)
        except BaseException:
            failed.append("/".join(action.option_strings) or action.dest)
            raise

    argparse.ArgumentParser._get_value = get_value
    argparse.ArgumentParser.exit = leave
    argparse.open = open_nothing
    for name in ("parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args"):
        if not hasattr(argparse.ArgumentParser, name):
            continue

        def parse(self, args=None, *others, _original=getattr(argparse.ArgumentParser, name), **options):
            if parse.asking or not is_command_line(args):
                return _original(self, args, *others, **options)
            type(self).error = argparse.ArgumentParser.error = error
            type(self).exit = leave
            set_asking()
            finish(lambda argv: _original(self, argv), self._subparsers is not None)

        parse.asking = False
        hooks.append(parse)
        setattr(argparse.ArgumentParser, name, parse)


hooks = []


def set_asking():
    for hook in hooks:
        hook.asking = True


def is_command_line(args):
    return args is None or list(args) in (sys.argv[1:], sys.argv)


def hook_click(module):
    if module is None:  # typer before it had click of its own
        return

    def main(self, *arguments, **options):
        finish(lambda argv: read_click(module, self, argv), hasattr(self, "list_commands"))

    record_failures(module.core.Parameter)
    module.core.Command.main = main
    for base in ("BaseCommand", "Command", "Group", "MultiCommand"):
        found = module.core.__dict__.get(base)
        if found is not None:
            found.main = found.__call__ = main
    cores = [sys.modules[name] for name in ("typer.core", "rich_click.rich_command") if name in sys.modules]
    for found in [value for core in cores for value in vars(core).values()]:
        if isinstance(found, type) and issubclass(found, module.core.Command) and "main" in vars(found):
            found.main = main
    for holder in (getattr(module, "types", None), module.utils):
        if hasattr(holder, "open_stream"):
            holder.open_stream = lambda *arguments, **options: (stream(), True)


def record_failures(parameter):
    """Records the parameters whose values click could not convert."""
    convert = getattr(parameter, "type_cast_value", None)
    if convert is None:  # the click inside of typer
        return

    def type_cast_value(self, context, value):
        try:
            return convert(self, context, value)
        except BaseException:
            failed.append(self.name)
            raise

    parameter.type_cast_value = type_cast_value


def read_click(module, command, argv, parent=None, name="script"):
    try:
        with command.make_context(name, list(argv), parent=parent) as context:
            if not hasattr(command, "resolve_command") or not hasattr(command, "list_commands"):
                return
            rest = list(getattr(context, "_protected_args", None) or getattr(context, "protected_args", [])) + context.args
            if rest:
                name, sub, rest = command.resolve_command(context, rest)
                read_click(module, sub, rest, context, name)
    except module.exceptions.ClickException as error:
        parameter = getattr(error, "param", None)
        raise Refusal(error.format_message(), getattr(parameter, "name", None)) from error


def hook_optparse():
    import optparse

    original = optparse.OptionParser.parse_args

    def error(self, message):
        raise Refusal(message)

    def leave(self, status=0, msg=None):
        raise Refusal(msg or "exit %s" % status)

    def parse(self, args=None, values=None):
        optparse.OptionParser.error, optparse.OptionParser.exit = error, leave
        finish(lambda argv: original(self, list(argv), None))

    optparse.OptionParser.parse_args = parse


def hook_docopt(module):
    original = module.docopt

    def docopt(doc=None, *arguments, **options):
        if doc is None and "docstring" not in options:
            frame = sys._getframe(1)
            doc = frame.f_globals.get("__doc__")
        options.pop("argv", None)

        def read(argv):
            try:
                original(doc, argv, *arguments[1:], **options)
            except SystemExit as error:
                raise Refusal(str(error))

        finish(read, True)

    module.docopt = docopt


class Hooks:
    """Hooks a library when the script imports it."""

    names = {"click": hook_click, "docopt": hook_docopt, "typer": lambda module: hook_click(getattr(module, "_click", None))}

    def __init__(self, original):
        self.original = original
        self.done = set()

    def __call__(self, name, *arguments, **options):
        module = self.original(name, *arguments, **options)
        for known, hook in self.names.items():
            loaded = sys.modules.get(known)
            ready = loaded is not None and hasattr(loaded, {"docopt": "docopt", "typer": "Typer"}.get(known, "core"))
            if ready and known not in self.done and not getattr(loaded.__spec__, "_initializing", False):
                self.done.add(known)
                hook(loaded)
        return module


hook_argparse()
hook_optparse()
builtins.__import__ = Hooks(builtins.__import__)
# A script may make the parser of a command only if its first word names it: a single question is asked as it would be.
sys.argv = [SCRIPT] + (questions[0] if len(questions) == 1 else [])
sys.path.insert(0, os.path.dirname(SCRIPT))
try:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        runpy.run_path(SCRIPT, run_name="__main__")
except BaseException as error:
    json.dump({"unasked": "%s: %s" % (type(error).__name__, error)}, result)
else:
    json.dump({"unasked": "the script ended"}, result)
result.flush()
os._exit(0)
