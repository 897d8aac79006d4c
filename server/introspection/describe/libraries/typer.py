"""typer: the type of a parameter, from its annotation and from `typer.Option()` or `typer.Argument()`."""

from __future__ import annotations

import inspect

from ..converters import by_formats, classify
from ..spec import text
from ..syntax.annotations import annotated
from .click_types import describe_type

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter

FILES = {"FileText": "r", "FileTextWrite": "w", "FileBinaryRead": "rb", "FileBinaryWrite": "wb"}
WHEN = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


def describe_annotation(annotation: Any, info: Any, file_annotation: Any = None) -> Parameter:
    """{type, format?, choices?, minimum? ...}; of a list or a tuple, those of its items."""
    annotation = item_of(annotation)
    if callable(getattr(info, "parser", None)):
        return classify(info.parser)
    kind = getattr(getattr(info, "click_type", None), "__class__", None)
    if kind is not None and kind is not type(None):
        return describe_type(info.click_type)
    mode = FILES.get(getattr(file_annotation or annotation, "__name__", ""))
    if mode is not None:
        return {"type": "string", "format": "file", "mode": text(getattr(info, "mode", None)) or mode}
    described = annotated(annotation)
    if described["type"] in ("integer", "number"):
        described.update({key: value for key, value in bounds_of(info) if value is not None})
        if getattr(info, "clamp", False):
            described["clamp"] = True
    elif described["type"] == "boolean":
        described.update(type="string", format="bool", boolStrings=["true", "false"])
    elif described.get("format") == "path" or any(getattr(info, name, False) for name in ("exists", "resolve_path")):
        described.update(path_of(info))
    elif described.get("format") in ("date", "date-time"):
        described.update(by_formats(getattr(info, "formats", None) or WHEN))
    elif described["type"] in ("any", "array", "object"):
        return {"type": "string", "typeName": described.get("typeName")}
    if described.get("choices") and getattr(info, "case_sensitive", True) is False:
        described["caseInsensitive"] = True
    return described


def item_of(annotation: Any) -> Any:
    """The annotation without Annotated and Optional; for a list or a tuple of one type, that of its items."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
            continue
        origin, arguments = getattr(annotation, "__origin__", None), getattr(annotation, "__args__", ()) or ()
        is_union = str(origin) == "typing.Union" or type(annotation).__name__ in ("UnionType", "Union")
        kept = [one for one in arguments if one is not type(None) and one is not Ellipsis]
        if is_union and len(kept) == 1 or origin in (list, set, frozenset) and len(kept) == 1:
            annotation = kept[0]
        elif origin is tuple and kept:
            annotation = kept[0] if len(set(map(str, kept))) == 1 else str
        else:
            return str if annotation is inspect.Parameter.empty else annotation


def bounds_of(info: Any) -> list[tuple[str, Any]]:
    return [("minimum", getattr(info, "min", None)), ("maximum", getattr(info, "max", None))]


def path_of(info: Any) -> Parameter:
    described: dict[str, Any] = {"type": "string", "format": "path"}
    if not getattr(info, "file_okay", True):
        described["pathKind"] = "directory"
    elif not getattr(info, "dir_okay", True):
        described["pathKind"] = "file"
    if getattr(info, "exists", False):
        described["mustExist"] = True
    if getattr(info, "writable", False):
        described["mode"] = "w"
    return described
