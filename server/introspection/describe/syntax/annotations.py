"""The type of a parameter from its annotation (int, Optional[str], Literal[...], an Enum), an object or source."""

from __future__ import annotations

import ast
import re
import sys

from ..spec import qualname, text
from .constants import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter

# A parameter's type and format, by the last part of an annotation's name.
ANNOTATIONS: tuple[tuple[dict[str, str], str], ...] = (
    ({"type": "string"}, "str"),
    ({"type": "integer"}, "int"),
    ({"type": "number"}, "float Decimal"),
    ({"type": "boolean"}, "bool"),
    ({"type": "object"}, "dict Dict Mapping"),
    ({"type": "array"}, "list List tuple Tuple set Sequence Iterable"),
    ({"type": "any"}, "Any object"),
    ({"type": "string", "format": "bytes"}, "bytes"),
    ({"type": "string", "format": "date"}, "date"),
    ({"type": "string", "format": "date-time"}, "datetime"),
    ({"type": "string", "format": "time"}, "time"),
    ({"type": "string", "format": "path"}, "Path PosixPath PurePath"),
    ({"type": "string", "format": "uuid"}, "UUID"),
)
NAMES = {name: found for found, names in ANNOTATIONS for name in names.split()}
VALUE_TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    tuple: "array",
    dict: "object",
}


def annotated(annotation: Any) -> Parameter:
    """{type, format?, choices?, typeName?} of an annotation object."""
    origin, arguments = getattr(annotation, "__origin__", None), getattr(annotation, "__args__", ()) or ()
    if hasattr(annotation, "__metadata__"):
        return annotated(origin)
    if type(annotation).__name__ in ("UnionType", "Union") or str(origin) == "typing.Union":
        return union([annotated(item) for item in arguments if item is not type(None)])
    if str(origin) == "typing.Literal":
        return literal(arguments)
    if origin is not None:
        return dict(NAMES.get(getattr(origin, "__name__", ""), {"type": "any", "typeName": text(str(annotation))}))
    if isinstance(annotation, type):
        enum: Any = sys.modules.get("enum")
        if enum and issubclass(annotation, enum.Enum):
            members: Any = annotation
            choices = [labelled(member.value, member.name) for member in members]
            return {"type": "string", "format": "enum", "typeName": qualname(annotation), "choices": choices}
        if annotation.__name__ in NAMES:
            return dict(NAMES[annotation.__name__])
        if hasattr(annotation, "__dataclass_fields__") or hasattr(annotation, "model_json_schema"):
            return {"type": "object", "typeName": qualname(annotation)}
        return {"type": "any", "typeName": qualname(annotation)}
    if isinstance(annotation, str):
        try:
            return annotated_source(ast.parse(annotation, mode="eval").body, None)
        except SyntaxError:
            pass
    return {"type": "any", "typeName": text(str(annotation))}


def union(types: Any) -> Parameter:
    return types[0] if len(types) == 1 else {"type": "any"}


def literal(values: Any) -> Parameter:
    all_integers = all(type(value) is int for value in values)
    return {"type": "integer" if all_integers else "string", "choices": [{"value": str(value)} for value in values]}


def labelled(value: Any, name: str) -> dict[str, str]:
    return {"value": str(value)} if str(value) == name else {"value": str(value), "label": name}


def annotated_source(node: Any, summary: Any) -> Parameter:
    """The same for the source of an annotation. summary (may be None) has the classes and constants of the script."""
    if node is None:
        return {"type": "any"}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return annotated_source(ast.parse(node.value, mode="eval").body, summary)
        except SyntaxError:
            return {"type": "any"}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [side for side in (node.left, node.right) if not is_none(side)]
        return union([annotated_source(side, summary) for side in sides])
    if isinstance(node, ast.Subscript):
        return subscript_source(node, summary)
    name = last_name(node)
    if summary is not None:
        found = own_enum(name, summary)
        if found:
            return found
    return dict(NAMES[name]) if name in NAMES else {"type": "any", "typeName": name or None}


def subscript_source(node: Any, summary: Any) -> Parameter:
    inner = node.slice.value if type(node.slice).__name__ == "Index" else node.slice
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    name = last_name(node.value)
    if name in ("Optional", "Union"):
        return union([annotated_source(item, summary) for item in items if not is_none(item)])
    if name in ("Annotated", "Final", "ClassVar"):
        return annotated_source(items[0], summary)
    if name == "Literal":
        values = [item.value for item in items if isinstance(item, ast.Constant)]
        return literal(values)
    return dict(NAMES.get(name, {"type": "any"}))


def own_enum(name: str, summary: Any) -> Parameter | None:
    for node in summary.tree.body:
        if not isinstance(node, ast.ClassDef) or node.name != name:
            continue
        if not any(re.search("Enum|Flag", last_name(base)) for base in node.bases):
            return {"type": "object", "typeName": name}
        choices: list[Any] = []
        for item in node.body:
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                member = item.targets[0].id
                value = summary.constants.value(item.value)
                choices.append(labelled(member if isinstance(value, Unknown) else value, member))
        return {"type": "string", "format": "enum", "typeName": name, "choices": choices}
    return None


def is_none(node: Any) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def last_name(node: Any) -> str:
    return getattr(node, "attr", None) or getattr(node, "id", None) or ""
