"""plumbum.cli: an application's switches, the signature of its main(), and its sub-commands."""

from __future__ import annotations

import inspect

from ..converters import classify
from ..session import finish
from ..spec import assign_ids, in_order, new_command, new_positional, set_default, text
from ..syntax.annotations import annotated

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description, Parameter

DEPTH_MAX = 8
META_GROUP = "Meta-switches"


def hook(module: Any) -> None:
    def run(cls: Any, *_: Any, **__: Any) -> None:
        finish(spec_of(cls))

    module.Application.run = classmethod(run)


def spec_of(kind: Any) -> Description:
    return {"engine": "plumbum", "command": describe(kind, "", 0), "version": text(getattr(kind, "VERSION", None))}


def describe(kind: Any, name: str, depth: int) -> Command:
    app = kind(name or "program")
    command = new_command(name, description=text(app.DESCRIPTION), help=first_line(app.DESCRIPTION))
    seen: list[Any] = []
    for switch in app._switches_by_name.values():
        if switch.group != META_GROUP and not any(switch is one for one in seen):
            seen.append(switch)
            add_group(command, switch, describe_switch(switch))
    command["params"] += positionals_of(app.main)
    assign_ids(command["params"])
    if app._subcommands and depth < DEPTH_MAX:
        below = [describe(sub.get(), text(key), depth + 1) for key, sub in app._subcommands.items()]
        command["subcommands"] = {"required": not has_main_function(kind), "commands": below}
        command["params"] = [param for param in command["params"] if param["kind"] == "option"]
    return command


def first_line(description: Any) -> str | None:
    return text(description).strip().split("\n")[0] if description else None


def has_main_function(kind: Any) -> bool:
    """Whether the application does something if no sub-command is given."""
    return kind.main.__module__ != "plumbum.cli.application"


def add_group(command: Command, switch: Any, param: Parameter) -> None:
    title = text(switch.group) or ""
    known = next((group for group in command["groups"] if group["title"] == title), None)
    if known is None:
        known = {"id": "g%d" % len(command["groups"]), "title": title, "standard": title == "Switches"}
        command["groups"].append(known)
    command["params"].append(dict(param, group=known["id"]))


def describe_switch(switch: Any) -> Parameter:
    flags = [("-" if len(name) == 1 else "--") + name for name in switch.names]
    longest = max(switch.names, key=len)
    param: dict[str, Any] = {
        "id": None,
        "dest": text(longest).replace("-", "_"),
        "kind": "option",
        "flags": [text(flag) for flag in flags],
        "action": "store",
        "required": bool(switch.mandatory),
        "help": text(switch.help),
        "env": text(switch.envname),
    }
    if switch.argtype is None:
        kind, action = ("integer", "count") if switch.list else ("boolean", "store_true")
        param.update(action=action, nargs=0, type=kind)
        return param
    param.update(describe_type(switch.argtype))
    if switch.list:
        param["action"] = "append"
    set_default(param, getattr(switch.func, "_default_value", None) or None)
    return param


def describe_type(kind: Any) -> Parameter:
    name = type(kind).__name__
    if name == "Range":
        return {"type": "integer", "minimum": kind.start, "maximum": kind.end}
    if name == "Set" and getattr(kind, "csv", None):
        return {"type": "string", "format": "comma-list"}
    if name == "Set" and all(isinstance(value, str) for value in kind.values):
        described: dict[str, Any] = {
            "type": "string",
            "choices": [{"value": text(one)} for one in in_order(kind.values)],
        }
        if not kind.case_sensitive:
            described["caseInsensitive"] = True
        return described
    file_kinds = {"ExistingFile": "file", "ExistingDirectory": "directory"}
    name = getattr(getattr(kind, "func", kind), "__name__", "")
    if name in file_kinds:
        return {"type": "string", "format": "path", "pathKind": file_kinds[name], "mustExist": True}
    return classify(kind)


def positionals_of(main: Any) -> list[Parameter]:
    params: list[Any] = []
    for parameter in inspect.signature(main).parameters.values():
        if parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
            continue
        required = parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
        param = new_positional(text(parameter.name), required=required)
        if parameter.annotation is not parameter.empty:
            param.update({key: value for key, value in annotated(parameter.annotation).items() if key != "typeName"})
            param["type"] = "string" if param["type"] == "any" else param["type"]
        if not required:
            param["nargs"] = "*" if parameter.kind is parameter.VAR_POSITIONAL else "?"
        set_default(param, None if parameter.default is parameter.empty else parameter.default)
        params.append(param)
    return params
