"""Parameters of functions: a typed main() from its source, and signatures of functions at run time (fire)."""
import ast
import inspect
import re

from .annotations import VALUE_TYPES, annotated, annotated_source
from .constants import Unknown
from .spec import assign_ids, new_command, set_default, text
from .types import add_hints

SECTION = r"(?ms)^\s*(?:Args|Arguments|Parameters)\s*:?\s*\n(?:\s*-+\s*\n)?(.*?)(?:\n\s*\n|\n\s*(?:Returns|Raises|Yields)\b|\Z)"


def main_as_command(facts):
    """A typed main() that the script never calls itself, as a Command of keyword parameters; None without one."""
    function = facts.main_function()
    if function is None or facts.libraries or not (function.args.args or function.args.kwonlyargs):
        return None
    docstring = ast.get_docstring(function)
    helps = documented(docstring)
    arguments = function.args
    positional = list(arguments.posonlyargs) + list(arguments.args)
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = list(zip(positional, defaults)) + list(zip(arguments.kwonlyargs, arguments.kw_defaults))
    params = [keyword(argument, default, helps, facts) for argument, default in pairs]
    assign_ids(params)
    return new_command(description=docstring or facts.docstring, params=params)


def keyword(argument, default, helps, facts):
    param = {
        "id": None, "dest": argument.arg, "kind": "keyword", "action": "store", "required": default is None,
        "help": helps.get(argument.arg),
    }
    param.update(annotated_source(argument.annotation, facts))
    if default is not None:
        value = facts.constants.value(default)
        if isinstance(value, Unknown):
            param["defaultText"] = repr(value)
        else:
            set_default(param, value)
            if argument.annotation is None:
                param["type"] = VALUE_TYPES.get(type(value), "any")
    add_hints(param, [argument.arg])
    return param


def documented(docstring):
    """Help by parameter name, from docstrings in the Sphinx, Google and NumPy styles."""
    helps = {}
    if not docstring:
        return helps
    for match in re.finditer(r"(?m)^\s*:param\s+(?:[\w\[\], .]+\s+)?(\w+)\s*:\s*(.+)$", docstring):
        helps[match.group(1)] = match.group(2).strip()
    section = re.search(SECTION, docstring)
    if section:
        for match in re.finditer(r"(?m)^\s*(\w+)\s*(?:\([^)]*\))?\s*:\s*(.+)$", section.group(1)):
            helps.setdefault(match.group(1), match.group(2).strip())
    return helps


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
        "id": None, "dest": parameter.name, "kind": "option", "flags": ["--" + parameter.name], "action": "store",
        "required": not has_default, "help": text(helps.get(parameter.name)),
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
