"""tornado.options: the options that the script defines, written as --name=value."""

from __future__ import annotations

from ..session import finish, from_command_line
from ..spec import assign_ids, new_command, set_default, text
from ..syntax.help_texts import free_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Parameter

NUMBERS = {int: "integer", float: "number"}


def hook(module: Any) -> None:
    def parse_command_line(self: Any, args: Any = None, final: bool = True) -> Any:
        if args is not None and not from_command_line(list(args)[1:]):
            return []
        return finish({"engine": "tornado", "command": describe(self)})

    module.OptionParser.parse_command_line = parse_command_line


def describe(parser: Any) -> Command:
    command = new_command()
    groups: dict[str, str] = {}
    for option in parser._options.values():
        if option.name == "help":
            continue
        title = text(option.group_name) or ""
        if title and title not in groups:
            groups[title] = "g%d" % len(groups)
            command["groups"].append({"id": groups[title], "title": title, "standard": False})
        command["params"].append(dict(describe_option(option), group=groups.get(title)))
    command["params"].append(free_arguments())
    assign_ids(command["params"])
    return command


def describe_option(option: Any) -> Parameter:
    param: dict[str, Any] = {
        "id": None,
        "dest": text(option.name).replace("-", "_"),
        "kind": "option",
        "action": "store",
        "flags": ["--" + text(option.name)],
        "type": NUMBERS.get(option.type, "string"),
        "required": False,
        "help": text(option.help),
        "metavar": "=" + (text(option.metavar) or "VALUE"),
    }
    default = option.default
    if option.multiple:
        param.update(type="string", format="comma-list")
        default = ",".join(map(str, default)) if isinstance(default, (list, tuple)) and default else None
    elif option.type is bool:
        param.update(format="bool", boolStrings=["true", "false"])
        default = str(default).lower() if isinstance(default, bool) else default
    set_default(param, default)
    return param
