"""python-fire: functions, classes and dictionaries as commands."""

from __future__ import annotations

import inspect
import re
import sys
import types

from ..session import finish
from ..spec import assign_ids, new_command, text
from .signatures import signature_params

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

    from ..shapes import Command, Parameter

DEPTH_MAX = 4

# A text that fire may read as another literal. The same pattern is in command-line/defaults.ts.
LITERAL = re.compile(r"""\s*[-+.\d'"\[({]|\s*[bBrRuUfF]{1,2}['"]|\s*(?:True|False|None|inf|nan)\s*$""")


def hook(module: Any) -> None:
    def fire(component: Any = None, command: Any = None, name: str | None = None, *_: Any, **__: Any) -> None:
        if component is None:
            names = sys._getframe(1).f_globals
            component = {
                key: value
                for key, value in names.items()
                if not key.startswith("_") and isinstance(value, types.FunctionType) and value.__module__ == "__main__"
            }
        described = describe(component, "")
        finish({"engine": "fire", "command": described, "prog": text(name)})

    module.Fire = fire
    if "fire.core" in sys.modules:
        vars(sys.modules["fire.core"])["Fire"] = fire


def describe(component: Any, name: str, depth: int = 0) -> Command:
    command = new_command(name)
    if callable(component):
        documentation = inspect.getdoc(component)
        command["description"] = text(documentation)
        command["help"] = text(documentation.split("\n")[0]) if documentation and name else None
    if inspect.isroutine(component):
        command["params"] = parameters(component)
        return command
    if inspect.isclass(component):
        command["params"] = parameters(component)
    subs: list[Any] = []
    for key, value in members(component) if depth < DEPTH_MAX else []:
        sub = describe(value, text(key), depth + 1)
        if inspect.isclass(component) and sub["params"] and sub["params"][0]["dest"] == "self":
            sub["params"] = sub["params"][1:]
        subs.append(sub)
    if subs:
        command["subcommands"] = {"required": True, "commands": subs}
    return command


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    params = signature_params(function)
    for param in params:
        # fire reads a value as a Python literal if it can, so an annotation only shows what the author expects.
        if param["type"] == "boolean":
            param.update(format="bool", boolStrings=["True", "False"], type="string")
            if isinstance(param.get("default"), bool):
                param["default"] = str(param["default"])
        elif param["type"] in ("array", "object", "any"):
            param.update(type="string", format="python-literal" if param["type"] != "any" else None)
            if "default" in param and not isinstance(param["default"], str):
                param["default"] = repr(param["default"])
        elif isinstance(param.get("default"), str) and LITERAL.match(param["default"]):
            # Without its quotes, fire would read the text of the default as a number, a list …
            param.update(format="python-literal", default=repr(param["default"]))
    assign_ids(params)
    return params


def members(component: Any) -> list[tuple[str, Any]]:
    if isinstance(component, dict):
        return [(str(key), value) for key, value in component.items()]
    if inspect.isclass(component):
        return [(n, v) for n, v in inspect.getmembers(component, callable) if not n.startswith("_")]
    if inspect.ismodule(component):
        local = [(n, v) for n, v in vars(component).items() if inspect.isfunction(v) or inspect.isclass(v)]
        return [(n, v) for n, v in local if not n.startswith("_") and v.__module__ == component.__name__]
    found = [(n, getattr(component, n, None)) for n in dir(component) if not n.startswith("_")]
    return [(n, v) for n, v in found if callable(v) or isinstance(v, dict) or hasattr(v, "__dict__")]
