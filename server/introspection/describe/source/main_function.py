"""A typed main() that its script never calls, read from its source."""

from __future__ import annotations

import ast

from ..spec import assign_ids, new_command, set_default
from ..syntax.annotations import VALUE_TYPES, annotated_source
from ..syntax.constants import Unknown
from ..syntax.docstrings import docstring_of, documented

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Parameter
    from ..source.summary import SourceSummary


def main_as_command(summary: SourceSummary) -> Command | None:
    """A typed main() that the script never calls itself, as a Command of keyword parameters; None without one."""
    function = summary.main_function()
    if function is None or summary.libraries or not (function.args.args or function.args.kwonlyargs):
        return None
    docstring = docstring_of(function)
    helps = documented(docstring)
    arguments = function.args
    positional = list(arguments.posonlyargs) + list(arguments.args)
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = list(zip(positional, defaults)) + list(zip(arguments.kwonlyargs, arguments.kw_defaults))
    params = [dict(keyword(argument, default, summary), help=helps.get(argument.arg)) for argument, default in pairs]
    assign_ids(params)
    return new_command(description=docstring or summary.docstring, params=params)


def keyword(argument: ast.arg, default: Any, summary: SourceSummary) -> Parameter:
    param: dict[str, Any] = {
        "id": None,
        "dest": argument.arg,
        "kind": "keyword",
        "action": "store",
        "required": default is None,
    }
    param.update(annotated_source(argument.annotation, summary))
    if default is not None:
        value = summary.constants.value(default)
        if isinstance(value, Unknown):
            param["defaultText"] = repr(value)
        else:
            set_default(param, value)
            if argument.annotation is None:
                param["type"] = VALUE_TYPES.get(type(value), "any")
    return param
