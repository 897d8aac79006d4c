"""click's parameter types as types of a description."""

from __future__ import annotations

from ..converters import by_formats, classify
from ..spec import in_order, qualname, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter

PLAIN_TYPES: dict[str, Parameter] = {
    "StringParamType": {"type": "string"},
    "UnprocessedParamType": {"type": "string"},
    "IntParamType": {"type": "integer"},
    "FloatParamType": {"type": "number"},
    "BoolParamType": {"type": "string", "format": "bool", "boolStrings": ["true", "false"]},
    "UUIDParameterType": {"type": "string", "format": "uuid"},
}


def describe_type(kind: Any) -> Parameter:
    name = type(kind).__name__
    classes = [one.__name__ for one in type(kind).__mro__]
    if name in PLAIN_TYPES:
        return dict(PLAIN_TYPES[name])
    if name in ("IntRange", "FloatRange"):
        return describe_range(kind, "integer" if name == "IntRange" else "number")
    if "Choice" in classes and hasattr(kind, "choices"):
        return describe_choices(kind)
    if name == "File":
        return {"type": "string", "format": "file", "mode": text(kind.mode)}
    if name.endswith("Path") and hasattr(kind, "file_okay"):
        return describe_path(kind)
    if name == "DateTime":
        return by_formats(kind.formats)
    if name == "Tuple":
        inner = [describe_type(one) for one in kind.types]
        if inner and all(one == inner[0] for one in inner):
            return inner[0]
        return {"type": "string", "typeName": "(%s)" % ", ".join(one["type"] for one in inner)}
    if name == "FuncParamType":
        return classify(kind.func)
    return {"type": "string", "typeName": qualname(type(kind))}


def describe_choices(kind: Any) -> Parameter:
    described: dict[str, Any] = {
        "type": "string",
        "choices": [{"value": choice_text(kind, choice)} for choice in in_order(kind.choices)],
    }
    if getattr(kind, "case_sensitive", True) is False:
        described["caseInsensitive"] = True
    return described


def describe_range(kind: Any, type_name: str) -> Parameter:
    described: dict[str, Any] = {"type": type_name}
    if getattr(kind, "clamp", False):
        described["clamp"] = True
    if kind.min is not None:
        described["exclusiveMinimum" if getattr(kind, "min_open", False) else "minimum"] = kind.min
    if kind.max is not None:
        described["exclusiveMaximum" if getattr(kind, "max_open", False) else "maximum"] = kind.max
    return described


def choice_text(kind: Any, choice: Any) -> str | None:
    if hasattr(choice, "value") and hasattr(choice, "name"):
        try:
            return text(kind.normalize_choice(choice, None))
        except Exception:
            return text(str(choice.name))
    return text(str(choice))


def describe_path(kind: Any) -> Parameter:
    described: dict[str, Any] = {"type": "string", "format": "path"}
    if not kind.file_okay:
        described["pathKind"] = "directory"
    elif not kind.dir_okay:
        described["pathKind"] = "file"
    if kind.exists:
        described["mustExist"] = True
    if getattr(kind, "writable", False):
        described["mode"] = "w"
    return described
