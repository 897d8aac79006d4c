"""What the code of a function uses, without inspect, which takes time to load and which a script may replace."""

from __future__ import annotations

import types

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

WRAPPERS_MAX = 10


def unwrapped(function: Any) -> types.FunctionType | None:
    """The function below its decorators, or None where something else is there."""
    try:
        for _ in range(WRAPPERS_MAX):
            function = getattr(function, "__wrapped__", function)
    except Exception:  # what a script puts there may be anything
        return None
    return function if isinstance(function, types.FunctionType) else None


def code_of(function: Any) -> types.CodeType | None:
    inner = unwrapped(function)
    return inner and inner.__code__


def words_of(code: types.CodeType | None) -> str:
    """The names and texts that a function uses, also in the functions inside it."""
    if code is None:
        return ""
    texts = [value for value in code.co_consts if isinstance(value, str)]
    inner = [words_of(value) for value in code.co_consts if isinstance(value, types.CodeType)]
    return " ".join([*code.co_names, *code.co_varnames, *texts, *inner])
