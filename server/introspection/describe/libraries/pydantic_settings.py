"""pydantic-settings: the types that it validates itself, read from the arguments of its argparse parser."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter

PYDANTIC_TYPES: dict[str, Parameter] = {
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "str": {},
    "Path": {"format": "path"},
    "FilePath": {"format": "path", "pathKind": "file", "mustExist": True},
    "DirectoryPath": {"format": "path", "pathKind": "directory", "mustExist": True},
    "bool": {"format": "bool", "boolStrings": ["true", "false"]},
    "date": {"format": "date"},
    "datetime": {"format": "date-time"},
    "UUID": {"format": "uuid"},
    "JSON": {"format": "json"},
}


def add_pydantic_type(param: Parameter, action: Any) -> None:
    """pydantic-settings validates values itself, and the metavar contains the type."""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    listed = re.fullmatch(r"\{(.*)\}", metavar)
    names = [name for name in (listed.group(1).split(",") if listed else [metavar]) if name != "null"]
    known = [PYDANTIC_TYPES[name] for name in names if name in PYDANTIC_TYPES]
    if len(names) == 1 and known:
        param.update(known[0])
    elif listed and not known and all(re.fullmatch(r"[^\[\]]+", name) for name in names):
        param["choices"] = [{"value": name} for name in names]


def add_pydantic_default(param: Parameter) -> None:
    """The end of a help text of pydantic-settings: (required) or (default: 3)."""
    help_text = param.get("help") or ""
    found = re.search(r" ?\((required|default: (.*)|default factory: (.*))\)$", help_text, re.DOTALL)
    if param.get("defaultText") == "PydanticUndefined":
        param.pop("defaultText")
    if found is None:
        return
    param["help"] = help_text[: found.start()] or None
    shown = found.group(2)
    if found.group(1) == "required":
        param["required"] = True
    elif found.group(3):
        param["defaultText"] = found.group(3)
    elif shown not in ("null", "[]", "{}"):
        add_shown_default(param, shown)


def add_shown_default(param: Parameter, shown: str) -> None:
    if param.get("format") == "bool":
        param["default"] = shown.lower()
    elif param["type"] in ("integer", "number") and param["action"] == "store":
        try:
            param["default"] = int(shown) if param["type"] == "integer" else float(shown)
        except ValueError:
            param["defaultText"] = shown
    elif param["action"] == "store":
        param["default"] = shown
    else:
        param["defaultText"] = shown
