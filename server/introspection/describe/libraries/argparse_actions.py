"""One argparse argument as a Parameter."""

from __future__ import annotations

import argparse
import re
import sys

from ..converters import classify, typed_string
from ..placeholders import Fake, is_stub, stub_name
from ..session import warn
from ..spec import jsonable, phrase, set_default, short_repr, text
from .argparse_choices import choice, describe_choices

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter

KINDS = (
    ("help", "_HelpAction"),
    ("version", "_VersionAction"),
    ("extend", "_ExtendAction"),
    ("append_const", "_AppendConstAction"),
    ("append", "_AppendAction"),
    ("count", "_CountAction"),
    ("store_true", "_StoreTrueAction"),
    ("store_false", "_StoreFalseAction"),
    ("store_const", "_StoreConstAction"),
    ("boolean_optional", "BooleanOptionalAction"),
    ("store", "_StoreAction"),
)
MANY = ("*", "+", argparse.REMAINDER, argparse.PARSER)
FLAG_KINDS = ("store_true", "store_false", "store_const", "append_const", "count", "boolean_optional")
STREAMS = {
    "0": "standard input",
    "'<stdin>'": "standard input",
    "'<stdout>'": "standard output",
    "'<stderr>'": "standard error",
}
UNREACHABLE = object()


def action_kind(action: Any) -> str:
    """argparse's name of an action. A subclass counts as the action it extends; any other class is "custom"."""
    classes = [(kind, getattr(argparse, name)) for kind, name in KINDS if hasattr(argparse, name)]
    for kind, known in classes:
        if type(action) is known:
            return kind
    for kind, known in classes:
        if isinstance(action, known):
            return kind
    return "custom"


def describe_action(parser: argparse.ArgumentParser, action: Any, kind: str) -> Parameter:
    """A Parameter without id, group and mutex."""
    convert = None if action.type is None else parser._registry_get("type", action.type, action.type)
    param: dict[str, Any] = {
        "id": None,
        "dest": text(str(action.dest)) if action.dest is not argparse.SUPPRESS else suppressed_dest(action),
        "kind": "option" if action.option_strings else "positional",
        "action": kind,
    }
    add_flags(param, action, kind)
    add_nargs(param, action, kind)
    if kind in FLAG_KINDS:
        param["type"] = "integer" if kind == "count" else "boolean"
    else:
        add_type(param, parser, action, convert=convert)
    add_const(param, action, kind)
    add_default(param, action, None if is_stub(convert) else convert)
    if (kind, action.default) in (("store_true", True), ("store_false", False)):
        warn(
            "without_effect",
            phrase("The option {option} has no effect, because the value that it sets is its default."),
            option=param["flags"][-1],
        )
    param["required"] = bool(action.required) if action.option_strings else action.nargs not in ("?", "*", "...")
    add_words(param, parser, action)
    if type(parser).__module__.startswith("pydantic_settings"):
        # Only here and below, because loading a module takes time, and few scripts use these libraries.
        from .pydantic_settings import add_pydantic_default

        add_pydantic_default(param)
    if hasattr(action, "_flag_instance"):  # an absl flag that absl offers in an argparse parser
        from .absl import describe_flag

        param.update(describe_flag(action._flag_instance))
    return param


def suppressed_dest(action: Any) -> str:
    flag = action.option_strings[-1] if action.option_strings else "argument"
    return text(flag.lstrip("-+/").replace("-", "_")) or "argument"


def add_flags(param: Parameter, action: Any, kind: str) -> None:
    if not action.option_strings:
        return
    flags = [text(flag) for flag in action.option_strings]
    negative: list[Any] = []
    if kind == "boolean_optional":
        negative = [flag for flag in flags if flag.startswith("--no-")]
    elif kind == "custom" and action.nargs == 0:
        negative = [flag for flag in flags if flag.startswith("--no-") and "--" + flag[5:] in flags]
    param["flags"] = [flag for flag in flags if flag not in negative]
    if negative:
        param["negativeFlags"] = negative
        param["action"] = "boolean_optional"


def add_nargs(param: Parameter, action: Any, kind: str) -> None:
    nargs = action.nargs
    if kind in FLAG_KINDS:
        param["nargs"] = 0
    elif nargs == argparse.REMAINDER:
        param["nargs"] = "remainder"
    elif nargs == argparse.PARSER:
        param["nargs"] = "+"
    elif isinstance(nargs, int) or nargs in ("?", "*", "+"):
        param["nargs"] = nargs
    elif nargs is not None:
        unknown = phrase("{parameter} declares a number of values that argparse does not know: {nargs}.")
        warn("nargs_unknown", unknown, parameter=action.dest, nargs=nargs)


def add_type(param: Parameter, parser: argparse.ArgumentParser, action: Any, *, convert: Any) -> None:
    param["type"] = "string"
    try:
        param.update(classify(convert))
    except Exception as error:
        unread = phrase("The type of {parameter} could not be read ({error}).")
        warn("type_unknown", unread, parameter=action.dest, error=type(error).__name__)
    if param["action"] == "boolean_optional" or param.get("nargs") == 0:
        param["type"] = "boolean"
        param.pop("format", None)
        return
    typehint = getattr(action, "_typehint", None)  # jsonargparse keeps the annotation there
    if typehint is not None:
        from ..syntax.annotations import annotated

        param.update(annotated(typehint))
    if type(parser).__module__.startswith("tyro"):
        add_tyro_type(param, action)
    elif type(parser).__module__.startswith("pydantic_settings"):
        from .pydantic_settings import add_pydantic_type

        add_pydantic_type(param, action)
    elif type(parser).__module__.startswith("pyrallis") and convert is bool:  # pyrallis converts it itself
        param.update(format="bool", boolStrings=["true", "false"])
        action.default = str(action.default).lower() if isinstance(action.default, bool) else action.default
    if "choices" not in param:
        param.update(describe_choices(action, None if is_stub(convert) else convert))
    if param.get("format") == "enum" and "choices" not in param:
        # type=MyEnum without choices= is a common idiom: its members are the choices.
        members = [choice(convert, member) for member in convert]
        param["choices"] = [entry for entry in members if entry] or None


def add_tyro_type(param: Parameter, action: Any) -> None:
    """tyro converts values itself, so that only the metavar shows the type."""
    metavar = re.sub(r"\x1b\[[0-9;]*m", "", action.metavar).strip() if isinstance(action.metavar, str) else ""
    names = set(re.sub(r"[\[\].]", " ", metavar).split())  # `INT`, `FLOAT FLOAT`, `PATH [PATH ...]`
    if names in ({"INT"}, {"FLOAT"}):
        param["type"] = "integer" if names == {"INT"} else "number"
    elif names in ({"PATH"}, {"{None}|PATH"}):
        param["format"] = "path"
    elif metavar in ("True|False", "{True,False}"):
        param.update(format="bool", boolStrings=["True", "False"])
    elif re.match(r"^\{[^{}]+\}$", metavar) and not action.choices:
        param["choices"] = [{"value": value} for value in metavar[1:-1].split(",")]


def add_const(param: Parameter, action: Any, kind: str) -> None:
    fixed = kind in ("store_const", "append_const")
    if fixed or kind in ("store", "append", "extend"):
        ok, value = jsonable(action.const)
        if ok and (fixed or value is not None):
            param["const"] = value


def add_default(param: Parameter, action: Any, convert: Any) -> None:
    default = action.default
    if default is argparse.SUPPRESS:
        param["defaultSuppressed"] = True
    elif default is None or "Missing" in type(default).__name__:  # tyro's word for none
        return
    elif is_stub(default):
        param["defaultText"] = stub_name(default)
    elif isinstance(default, Fake):
        param["defaultText"] = repr(default)
    elif standard_stream(default):
        param["defaultText"] = standard_stream(default)
        if param.get("format") == "file":
            param["default"] = "-"
    elif callable(default) and not hasattr(default, "value"):
        param["defaultText"] = short_repr(default)
    elif param["action"] in FLAG_KINDS:
        set_default(param, default)
    elif type(default) is str:
        param["default"] = text(default)
    else:
        add_typed_default(param, action, convert)


def standard_stream(value: Any) -> str | None:
    """ "standard input" and the like for sys.stdin, sys.stdout, sys.stderr, also for their bytes; else None."""
    for name in ("input", "output", "error"):
        stream = getattr(sys, "std" + {"input": "in", "output": "out", "error": "err"}[name], None)
        if stream is not None and (value is stream or value is getattr(stream, "buffer", None)):
            return "standard " + name
    return None


def add_typed_default(param: Parameter, action: Any, convert: Any) -> None:
    kind, default = param["action"], action.default
    many = kind in ("append", "extend") or action.nargs in MANY or isinstance(action.nargs, int)
    if isinstance(default, (list, tuple)) and many:
        rows = kind == "append" and action.nargs not in (None, "?")
        typed: list[Any] = []
        for item in default:
            inner = (
                [typed_default(convert, part) for part in item] if rows and isinstance(item, (list, tuple)) else None
            )
            typed.append(typed_default(convert, item) if inner is None else inner)
        flat = [part for item in typed for part in (item if isinstance(item, list) else [item])]
        value = UNREACHABLE if any(part is UNREACHABLE for part in flat) else typed
    else:
        value = typed_default(convert, default)
    if value is UNREACHABLE:
        param["defaultText"] = short_repr(default)
    else:
        param["default"] = value


def typed_default(convert: Any, default: Any) -> Any:
    """A default as a number or as the text that a person would type."""
    if type(default) in (int, float):
        ok, value = jsonable(default)
        if ok and convert is None:
            return text(default)
        return value if ok and (convert in (int, float) or typed_string(convert, default)) else UNREACHABLE
    typed = typed_string(convert, default)
    if typed is None and type(default).__module__.startswith("pathlib"):
        typed = str(default)
    return UNREACHABLE if typed is None else text(typed)


def add_words(param: Parameter, parser: argparse.ArgumentParser, action: Any) -> None:
    if isinstance(action.metavar, (tuple, list)):
        param["metavar"] = " ".join(text(part) or "" for part in action.metavar)
    elif action.metavar is not None and action.metavar is not argparse.SUPPRESS:
        param["metavar"] = text(action.metavar)
    if action.help is argparse.SUPPRESS:
        param["hidden"] = True
    elif action.help is not None and "__TEMP__" not in str(action.help):  # simple-parsing's mark for none
        param["help"] = expand_help(parser, action)
    if getattr(action, "deprecated", False):
        param["deprecated"] = True
    if action.dest is not argparse.SUPPRESS and getattr(action, "_wooey_widget", None):
        param["widget"] = action._wooey_widget


def expand_help(parser: argparse.ArgumentParser, action: Any) -> str | None:
    """The help as --help shows it, with %(default)s and the like replaced."""
    try:
        shown = text(argparse.HelpFormatter(prog=parser.prog, width=10000)._expand_help(action))
    except Exception:
        return text(action.help)
    return re.sub(r"<_io\.\w+ name=(\S+) [^>]*>", lambda found: STREAMS.get(found.group(1), "a stream"), shown)
