"""cleo: an application's commands, whose names may consist of several words."""

from __future__ import annotations

from ..session import finish
from ..spec import assign_ids, new_command, new_positional, set_default, subcommands_of, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description, Parameter

OWN_COMMANDS = ("help", "list", "completions")
NOT_OFFERED = ("help", "version")


def hook(module: Any) -> None:
    def run(self: Any, *_: Any, **__: Any) -> None:
        finish(spec_of(self))

    module.Application.run = run


def spec_of(app: Any) -> Description:
    command = new_command()
    command["params"] = [describe_option(one) for one in app.definition.options if one.name not in NOT_OFFERED]
    if app.is_single_command():
        fill(command, app.find(app._default_command))
    else:
        command["subcommands"] = {"required": True, "commands": []}
        for name, one in app.all().items():
            if name not in OWN_COMMANDS and name == one.name:
                fill(command_at(command, name.split(" ")), one)
    for one in [command, *all_below(command)]:
        assign_ids(one["params"])
    return {"engine": "cleo", "command": command, "version": text(app.version) if app.version != "UNKNOWN" else None}


def command_at(command: Command, words: list[str]) -> Command:
    for word in words:
        below = command.setdefault("subcommands", {"required": not command["params"], "commands": []})["commands"]
        found = next((one for one in below if one["name"] == word), None)
        if found is None:
            found = new_command(text(word))
            below.append(found)
        command = found
    return command


def all_below(command: Command) -> list[Command]:
    return [inner for one in subcommands_of(command) for inner in [one, *all_below(one)]]


def fill(described: Command, command: Any) -> None:
    described.update(
        help=text(command.description) or None, description=text(command.help or command.description) or None
    )
    described["aliases"] = [text(alias) for alias in command.aliases if " " not in alias] or None
    if getattr(command, "hidden", False):
        described["hidden"] = True
    described["params"] += [describe_option(one) for one in command.definition.options]
    described["params"] += [describe_argument(one) for one in command.definition.arguments]


def describe_option(option: Any) -> Parameter:
    shortcuts = (option.shortcut or "").split("|")
    flags = ["-" + one for one in shortcuts if one] + ["--" + option.name]
    param: dict[str, Any] = {
        "id": None,
        "dest": text(option.name).replace("-", "_"),
        "kind": "option",
        "flags": [text(flag) for flag in flags],
        "required": False,
        "help": text(option.description) or None,
    }
    if option.is_flag():
        param.update(action="store_true", nargs=0, type="boolean")
        return param
    param.update(action="append" if option.is_list() else "store", type="string")
    if not option.requires_value():
        param["nargs"] = "?"
    add_default(param, option.default)
    return param


def describe_argument(argument: Any) -> Parameter:
    required = argument.is_required()
    param = new_positional(text(argument.name), required=required, help=text(argument.description) or None)
    if argument.is_list():
        param["nargs"] = "+" if required else "*"
    elif not required:
        param["nargs"] = "?"
    add_default(param, argument.default)
    return param


def add_default(param: Parameter, default: Any) -> None:
    """cleo passes a default to the command unchanged, so a number may not be expressible as text."""
    if default in (None, [], ()):
        default = None
    elif isinstance(default, (int, float)):
        default = str(default)
    set_default(param, default)
