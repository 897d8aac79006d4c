"""click's parameter types, for where click is not installed."""

from __future__ import annotations

from ..spec import in_order

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


def keep(target: Any, given: dict[str, Any]) -> None:
    """Set the settings that the target's class declares. click has more, but a form does not show them."""
    vars(target).update({name: value for name, value in given.items() if hasattr(type(target), name)})


class ParamType:
    name = "text"

    def __init__(self, *args: Any, **keywords: Any) -> None:
        pass


def kind_of_text(name: str) -> Any:
    return type(name, (ParamType,), {})


# They are recognized by their class names.
StringParamType, IntParamType = kind_of_text("StringParamType"), kind_of_text("IntParamType")
FloatParamType, BoolParamType = kind_of_text("FloatParamType"), kind_of_text("BoolParamType")
UUIDParameterType, UnprocessedParamType = kind_of_text("UUIDParameterType"), kind_of_text("UnprocessedParamType")


class FuncParamType(ParamType):
    def __init__(self, func: Any) -> None:
        self.func = func


class IntRange(ParamType):
    def __init__(
        self,
        min: Any = None,
        max: Any = None,
        min_open: Any = False,
        *_: Any,
        max_open: Any = False,
        clamp: Any = False,
    ) -> None:
        self.min, self.max, self.min_open, self.max_open = min, max, min_open, max_open
        self.clamp = clamp


class FloatRange(IntRange):
    pass


class Choice(ParamType):
    def __init__(self, choices: Any, case_sensitive: Any = True) -> None:
        self.choices, self.case_sensitive = list(in_order(choices)), case_sensitive

    def normalize_choice(self, choice: Any, _: Any) -> Any:
        return choice.name


class DateTime(ParamType):
    def __init__(self, formats: Any = None) -> None:
        self.formats = formats or ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]


class File(ParamType):
    def __init__(self, mode: str = "r", *_: Any, **__: Any) -> None:
        self.mode = mode


class Path(ParamType):
    writable = False

    def __init__(self, exists: Any = False, file_okay: Any = True, dir_okay: Any = True, *_: Any, **given: Any) -> None:
        self.exists, self.file_okay, self.dir_okay = exists, file_okay, dir_okay
        keep(self, given)


class Tuple(ParamType):
    def __init__(self, types: Any) -> None:
        self.types = [to_type(kind, None) for kind in types]


STRING, INT, FLOAT, BOOL = StringParamType(), IntParamType(), FloatParamType(), BoolParamType()
UUID, UNPROCESSED = UUIDParameterType(), UnprocessedParamType()
BY_CLASS = {str: STRING, int: INT, float: FLOAT, bool: BOOL}


def to_type(kind: Any, default: Any) -> Any:
    """click's convert_type: the given type, otherwise that of the default."""
    if isinstance(kind, ParamType):
        return kind
    if isinstance(kind, type) and issubclass(kind, ParamType):
        return kind()
    if isinstance(kind, (tuple, list)):
        return Tuple(kind)
    if kind is None and default is not None and not callable(default):
        first = default[0] if isinstance(default, (list, tuple)) and default else default
        kind = type(first) if type(first) in BY_CLASS else str
    if kind is None or kind in BY_CLASS:
        return BY_CLASS[kind or str]
    return FuncParamType(kind)
