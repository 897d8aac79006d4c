"""Models of pydantic whose fields can be listed, for scripts with pydantic-settings where pydantic is not installed."""

from __future__ import annotations

import sys
import typing

from ..placeholders import StubModule
from ..session import session

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

Undefined = object()
_used: dict[str, bool] = {}


def is_missing(module: Any) -> bool:
    return module is None or isinstance(module, StubModule)


def uses_settings() -> bool:
    """Whether the script uses pydantic-settings. Other scripts need no models, and placeholders forgive more."""
    if session.script not in _used:
        try:
            with open(session.script, "rb") as file:
                _used[session.script] = b"pydantic_settings" in file.read()
        except OSError:
            _used[session.script] = False
    return _used[session.script]


class FieldInfo:
    def __init__(self, default: Any = Undefined, **stated: Any) -> None:
        self.default = None if default is ... else default
        self.required = default is ... or (default is Undefined and "default_factory" not in stated)
        self.default_factory = stated.get("default_factory")
        self.description = stated.get("description")
        self.alias = stated.get("alias") or stated.get("validation_alias")
        self.annotation: Any = None
        self.metadata: list[Any] = []

    def is_required(self) -> bool:
        return self.required


def Field(default: Any = Undefined, **stated: Any) -> Any:
    return FieldInfo(default, **stated)


def ConfigDict(**stated: Any) -> dict[str, Any]:
    return stated


class ModelType(type):
    __wooey_config__: dict[str, Any]

    def __new__(cls, name: str, bases: Any, body: dict[str, Any], **stated: Any) -> Any:
        made = super().__new__(cls, name, bases, body)
        made.__wooey_config__ = stated
        return made

    def __init__(cls, name: str, bases: Any, body: dict[str, Any], **_: Any) -> None:
        super().__init__(name, bases, body)

    @property
    def model_fields(cls) -> dict[str, FieldInfo]:
        return {name: field_of(cls, name, kind) for name, kind in hints_of(cls).items()}


class BaseModel(metaclass=ModelType):
    def __init__(self, **values: Any) -> None:
        for name, field in type(self).model_fields.items():
            default = None if field.default is Undefined else field.default
            setattr(self, name, values.get(name, default))


def hints_of(kind: Any) -> dict[str, Any]:
    keywords = {"include_extras": True} if sys.version_info >= (3, 9) else {}
    hints = typing.get_type_hints(kind, **keywords)  # type: ignore[arg-type]
    return {
        name: hint
        for name, hint in hints.items()
        if not name.startswith("_") and name != "model_config" and "ClassVar" not in str(hint)
    }


def field_of(kind: Any, name: str, annotation: Any) -> FieldInfo:
    default = getattr(kind, name, Undefined)
    stated = [one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, FieldInfo)]
    found = default if isinstance(default, FieldInfo) else (stated[0] if stated else FieldInfo(default))
    if stated and default is not Undefined and found is not default:
        found.default, found.required = default, False
    found.annotation = annotation
    return found
