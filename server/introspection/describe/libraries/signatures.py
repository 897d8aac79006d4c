"""Parameters of functions: a typed main() from its source, and signatures of functions at run time (fire)."""

from __future__ import annotations

import inspect

from ..spec import set_default, text
from ..syntax.annotations import VALUE_TYPES, annotated
from ..syntax.docstrings import documented

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

    from ..shapes import Parameter


def signature_params(function: Callable[..., Any]) -> list[Parameter]:
    """Parameters of a function as options --name, for fire; without ids."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return []
    hints = type_hints(function)
    helps = documented(getattr(function, "__doc__", None))
    params: list[Any] = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        params.append(signature_param(parameter, hints, helps))
    return params


def signature_param(parameter: Any, hints: dict[str, Any], helps: dict[str, Any]) -> Parameter:
    has_default = parameter.default is not parameter.empty
    param: dict[str, Any] = {
        "id": None,
        "dest": parameter.name,
        "kind": "option",
        "flags": ["--" + parameter.name],
        "action": "store",
        "required": not has_default,
        "help": text(helps.get(parameter.name)),
    }
    annotation = hints.get(parameter.name, parameter.annotation)
    if annotation is not parameter.empty:
        param.update(annotated(annotation))
    elif has_default and parameter.default is not None:
        param["type"] = VALUE_TYPES.get(type(parameter.default), "any")
    else:
        param["type"] = "string"
    if parameter.kind is parameter.VAR_POSITIONAL:
        param.update(kind="positional", nargs="*", required=False, flags=None)
    if has_default:
        value = parameter.default
        set_default(param, value.value if hasattr(value, "value") and hasattr(value, "name") else value)
    return param


def type_hints(function: Callable[..., Any]) -> dict[str, Any]:
    import typing

    try:
        return typing.get_type_hints(function.__init__ if inspect.isclass(function) else function)
    except Exception:
        return {}
