"""Members of required exclusive groups that argparse overlooks, because it compares values and defaults by identity."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    import argparse
    from typing import Any

    from ..shapes import Parameter

COMPARES_IDENTITY = sys.version_info[:3] < (3, 12, 7) or sys.version_info[:3] == (3, 13, 0)


def overlooked(action: argparse.Action, param: Parameter) -> dict[str, bool] | None:
    """How the argument can be given and still count as absent (CPython's issue 63143); None where it cannot."""
    if not COMPARES_IDENTITY or action.nargs not in (None, "?"):
        return None
    found = {}
    if action.option_strings and action.nargs == "?" and is_unchanged(action) and action.const is action.default:
        found["alone"] = True
    if is_one_object(action, param):
        found["default"] = True
    return found or None


def is_unchanged(action: argparse.Action) -> bool:
    """Whether the value of the option alone is the very object that is its `const`: only text is converted."""
    return not isinstance(action.const, str) or action.type in (None, str)


def is_one_object(action: argparse.Action, param: Parameter) -> bool:
    """Whether every value that equals the default is the same object as the default: CPython keeps one of each."""
    default: Any = action.default
    if isinstance(default, bool):
        return param.get("format") == "bool"
    if type(default) is int:
        return action.type is int and -5 <= default <= 256
    return type(default) is str and action.type in (None, str) and len(default) <= 1 and default <= "\xff"
