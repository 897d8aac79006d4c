"""click-option-group, for where it is not installed: its options are click's, and its groups name them."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


class GroupName:
    def __init__(self, name: str | None) -> None:
        self.name = name


class OptGroup:
    """Decorators are called from the bottom up, so the options of a group come before the group."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []

    def option(self, *decls: Any, **keywords: Any) -> Any:
        decorate = sys.modules["click"].option(*decls, **keywords)

        def add(function: Callable[..., Any]) -> Any:
            decorated = decorate(function)
            params = getattr(decorated, "__click_params__", None) or getattr(decorated, "params", [])
            self.waiting += params[-1:]
            return decorated

        return add

    def group(self, name: str | None = None, **_: Any) -> Any:
        def close(function: Callable[..., Any]) -> Any:
            for param in self.waiting:
                param.group = GroupName(name)
            self.waiting = []
            return function

        return close

    __call__ = group


optgroup = OptGroup()
