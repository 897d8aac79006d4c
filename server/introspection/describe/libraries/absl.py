"""absl: the flags that the script's own module defines."""

from __future__ import annotations

import inspect
import os
import sys

from ..session import finish, from_command_line, session
from ..spec import assign_ids, new_command, set_default, text
from ..syntax.help_texts import free_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Parameter

REQUIRED_WORDS = ("required", "must have a value", "non-none")


def hook(module: Any) -> None:
    def run(main: Any, argv: Any = None, flags_parser: Any = None) -> None:
        from absl import flags  # type: ignore[import-not-found,unused-ignore]

        if flags_parser is not None:  # a function of the script that parses the flags itself
            flags_parser(list(sys.argv))
        finish_flags(describe(flags.FLAGS), argv)

    module.run = run


def hook_flags(module: Any) -> None:
    """A script that parses the flags itself, without app.run()."""
    parse = module.FlagValues.__call__

    def call(self: Any, argv: Any, known_only: bool = False) -> Any:
        if not from_command_line(list(argv)[1:]):
            return parse(self, argv, known_only)
        return finish_flags(describe(self), argv)

    module.FlagValues.__call__ = call


def finish_flags(command: Command, argv: Any) -> None:
    """End with the flags, and with the arguments that an earlier parser left for them."""
    reads_rest = argv is None or from_command_line(list(argv)[1:])
    finish({"engine": "absl", "command": command if reads_rest else new_command(), "follows": session.captures > 0})


def describe(values: Any) -> Command:
    by_module = values.flags_by_module_dict()
    local = [name for name in by_module if name in (sys.argv[0], "__main__") or os.path.abspath(name) == session.script]
    flags: list[Any] = []
    for name in local:
        for flag in list(by_module[name]) + list(values.get_key_flags_for_module(name)):
            if flag not in flags:
                flags.append(flag)
    params = with_ids([describe_flag(flag) for flag in flags] + [free_arguments()])
    documentation = getattr(sys.modules.get("__main__"), "__doc__", None)
    return new_command(description=inspect.cleandoc(text(documentation)) if documentation else None, params=params)


def with_ids(params: list[Parameter]) -> list[Parameter]:
    assign_ids(params)
    return params


def describe_flag(flag: Any) -> Parameter:
    param: dict[str, Any] = {
        "id": None,
        "dest": text(flag.name),
        "kind": "option",
        "action": "store",
        "help": text(flag.help),
        "flags": ["--" + flag.name] + (["-" + flag.short_name] if flag.short_name else []),
        "required": is_required(flag),
    }
    parser = flag.parser
    kind = type(parser).__name__
    if flag.boolean:
        param.update(action="boolean_optional", negativeFlags=["--no" + flag.name], nargs=0, type="boolean")
    elif kind in ("IntegerParser", "FloatParser"):
        param["type"] = "integer" if kind == "IntegerParser" else "number"
        param.update(minimum=parser.lower_bound, maximum=parser.upper_bound)
    elif hasattr(parser, "enum_class"):
        param.update(type="string", choices=[{"value": text(member.name.lower())} for member in parser.enum_class])
    elif getattr(parser, "enum_values", None):
        param.update(type="string", choices=[{"value": text(value)} for value in parser.enum_values])
        if getattr(parser, "case_sensitive", True) is False:
            param["caseInsensitive"] = True
    elif "List" in kind:
        param.update(type="string", format="comma-list")
    else:
        param["type"] = "string"
    if type(flag).__name__.startswith("Multi"):
        param["action"] = "append"
    default = flag.default
    if param.get("format") == "comma-list" and isinstance(default, list):
        default = ",".join(map(str, default))
    set_default(param, default.name.lower() if hasattr(default, "name") and hasattr(default, "value") else default)
    return param


def is_required(flag: Any) -> bool:
    messages = [str(getattr(validator, "message", "")).lower() for validator in getattr(flag, "validators", [])]
    return any(word in message for message in messages for word in REQUIRED_WORDS)
