"""The parts of tornado.options that define options, for where tornado is not installed."""

from __future__ import annotations

from types import SimpleNamespace

from ..libraries.tornado import describe
from ..session import finish

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

OPTION_WORDS = ("help", "metavar", "callback")


class OptionParser:
    """Each option has its default value."""

    def __init__(self) -> None:
        self.__dict__["_options"] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._options:
            raise AttributeError(name)
        return self._options[name].default

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def define(self, name: str, default: Any = None, type: Any = None, **keywords: Any) -> None:
        first = default[0] if isinstance(default, (list, tuple)) and default else default
        kind = type or (str if first is None else first.__class__)
        stated = {word: keywords.get(word) for word in OPTION_WORDS}
        self._options[name.replace("_", "-")] = SimpleNamespace(
            name=name,
            default=default,
            type=kind,
            multiple=bool(keywords.get("multiple")),
            group_name=keywords.get("group"),
            **stated,
        )

    def parse_command_line(self, *_: Any, **__: Any) -> None:
        finish({"engine": "tornado", "command": describe(self)})


options = OptionParser()
define = options.define
parse_command_line = options.parse_command_line
