"""Libraries that extend argparse, for where they are not installed: replaced by plain argparse."""

from __future__ import annotations

import argparse

from ..libraries.argparse import original
from ..spec import jsonable

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


EXTRA_ARGUMENT = ("env_var", "is_config_file", "is_config_file_arg", "is_write_out_config_file_arg")


def gooey_decorator(*args: Any, **kwargs: Any) -> Any:
    if len(args) == 1 and callable(args[0]) and not kwargs:
        return args[0]
    return lambda function: function


class LenientMixin:
    def add_argument(self, *args: Any, **kwargs: Any) -> Any:
        widget = kwargs.pop("widget", None)
        kwargs.pop("gooey_options", None)
        for extra in EXTRA_ARGUMENT:
            kwargs.pop(extra, None)
        action = super().add_argument(*args, **kwargs)  # type: ignore[misc]  # of the class that this is mixed into
        if isinstance(widget, str) and jsonable(widget)[0]:
            action._wooey_widget = widget
        return action

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self.add_argument(*args, **kwargs)

    add_arg = add


class LenientGroup(LenientMixin, argparse._ArgumentGroup):
    pass


class LenientMutex(LenientMixin, argparse._MutuallyExclusiveGroup):
    pass


class LenientParser(LenientMixin, argparse.ArgumentParser):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        code = original("__init__").__code__
        known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        super().__init__(*args, **{name: value for name, value in kwargs.items() if name in known})

    def add_argument_group(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("gooey_options", None)
        group = LenientGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("gooey_options", None)
        group = LenientMutex(self, *args, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group
