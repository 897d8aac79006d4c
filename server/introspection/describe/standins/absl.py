"""The parts of absl (and of TensorFlow 1) that declare flags, for where it is not installed."""

from __future__ import annotations

import sys

from ..libraries.absl import finish_flags
from ..session import from_command_line
from ..spec import assign_ids, new_command, set_default, text
from ..syntax.help_texts import free_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


KINDS = {
    "DEFINE_string": {"type": "string"},
    "DEFINE_integer": {"type": "integer"},
    "DEFINE_float": {"type": "number"},
    "DEFINE_list": {"type": "string", "format": "comma-list"},
    "DEFINE_spaceseplist": {"type": "string"},
    "DEFINE_multi_string": {"type": "string", "action": "append"},
    "DEFINE_enum": {"type": "string"},
    "DEFINE_multi_integer": {"type": "integer", "action": "append"},
    "DEFINE_enum_class": {"type": "string"},
    "DEFINE_multi_float": {"type": "number", "action": "append"},
    "DEFINE_multi_enum": {"type": "string", "action": "append"},
    "DEFINE_multistring": {"type": "string", "action": "append"},
    "DEFINE_multi_int": {"type": "integer", "action": "append"},
}
params: list[Any] = []


class Values:
    """FLAGS: every flag has its default value."""

    def __init__(self) -> None:
        self.__dict__["defaults"] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.defaults.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __getitem__(self, name: str) -> Any:
        return self.defaults.get(name)

    def __call__(self, argv: Any = None, *_: Any, **__: Any) -> Any:
        if argv is not None and from_command_line(list(argv)[1:]):
            run()
        return [sys.argv[0]]


FLAGS = Values()


class Holder:
    def __init__(self, value: Any) -> None:
        self.value = self.default = value


def define(kind: Any) -> Any:
    def take(
        name: str,
        default: Any = None,
        *words: Any,
        help: Any = None,
        short_name: Any = None,
        required: bool = False,
        **keywords: Any,
    ) -> Any:
        rest = list(words)
        choices = None
        if "enum" in kind:
            choices = keywords.get("enum_values") or keywords.get("enum_class") or (rest.pop(0) if rest else [])
        help = help or (rest[0] if rest else None)
        flags = ["--" + name] + (["-" + short_name] if short_name else [])
        param: dict[str, Any] = {
            "id": None,
            "dest": text(name),
            "kind": "option",
            "action": "store",
            "flags": flags,
            "help": text(help),
            "required": bool(required),
        }
        if kind in ("DEFINE_bool", "DEFINE_boolean"):
            param.update(action="boolean_optional", negativeFlags=["--no" + name], nargs=0, type="boolean")
        else:
            param.update(KINDS[kind])
            bounds: dict[str, Any] = {"minimum": keywords.get("lower_bound"), "maximum": keywords.get("upper_bound")}
            param.update(bounds if param["type"] != "string" else {})
        if choices is not None:
            names = [one.name.lower() if hasattr(one, "name") else one for one in choices]
            param["choices"] = [{"value": text(str(one))} for one in names]
        shown = ",".join(map(str, default)) if kind == "DEFINE_list" and isinstance(default, list) else default
        set_default(param, shown.name.lower() if hasattr(shown, "name") else shown)
        params.append(param)
        FLAGS.defaults[name] = default
        return Holder(default)

    return take


for _kind in list(KINDS) + ["DEFINE_bool", "DEFINE_boolean"]:
    globals()[_kind] = define(_kind)


def mark_flag_as_required(name: str, **_: Any) -> None:
    mark_flags_as_required([name])


def mark_flags_as_required(names: Any, **_: Any) -> None:
    for param in params:
        param["required"] = param["required"] or param["dest"] in names


def run(main: Any = None, argv: Any = None, flags_parser: Any = None, **_: Any) -> None:
    if flags_parser is not None:  # a function of the script that parses the flags itself
        flags_parser(list(sys.argv))
    listed = params + [free_arguments()]
    assign_ids(listed)
    documentation = getattr(sys.modules.get("__main__"), "__doc__", None)
    finish_flags(new_command(description=text(documentation), params=listed), argv)
