"""Parameters of functions: a typed main() from its source, and signatures of functions at run time (fire)."""

import inspect

from ..hints import add_hints
from ..spec import set_default, text
from ..syntax.annotations import VALUE_TYPES, annotated
from ..syntax.docstrings import documented


def signature_params(function):
    """Parameters of a function as options --name, for fire; without ids."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return []
    hints = type_hints(function)
    helps = documented(getattr(function, "__doc__", None))
    params = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        params.append(signature_param(parameter, hints, helps))
    return params


def signature_param(parameter, hints, helps):
    has_default = parameter.default is not parameter.empty
    param = {
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
    add_hints(param, [parameter.name])
    return param


def type_hints(function):
    import typing

    try:
        return typing.get_type_hints(function.__init__ if inspect.isclass(function) else function)
    except Exception:
        return {}
