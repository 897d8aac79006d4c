"""optparse: its options are declared; its positionals are only in the usage line."""

from __future__ import annotations

import sys

from ..branches import branch
from ..session import finish, from_command_line, session
from ..spec import assign_ids, new_command, set_default, text
from ..syntax.help_texts import usage_positionals
from .argparse import bare_version

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Description, Parameter

ACTIONS = ("store", "append", "store_true", "store_false", "count", "store_const", "append_const")
TYPES = {"int": "integer", "long": "integer", "float": "number"}


def hook(module: Any) -> None:
    parse = module.OptionParser.parse_args

    def parse_args(self: Any, args: Any = None, values: Any = None) -> Any:
        if session.passes and (args is None or from_command_line(args)):
            session.passes -= 1
            return parse(self, args, values)
        if args is not None and not from_command_line(args):
            return self.get_default_values(), list(args)
        words = sys.argv[1:] if args is None else args
        if session.first and leaves_all(self, words):  # the parser of the command comes next
            if session.words and isinstance(words, list):
                branch(words)
            return parse(self, words, values)
        return finish(spec_of(self, module))

    module.OptionParser.parse_args = parse_args


def leaves_all(parser: Any, words: Any) -> bool:
    """Whether the parser stops at the first word, which names a command: it leaves that and what follows unread."""
    return not parser.allow_interspersed_args and bool(words) and not str(words[0]).startswith("-")


def spec_of(parser: Any, module: Any) -> Description:
    prog = parser.get_prog_name()
    usage = text(parser.get_usage())
    command = new_command(
        description=text(parser.get_description()) if parser.description else None,
        epilog=text(parser.epilog),
        usage=usage.strip(),
    )
    sections = [("g0", "options", None, True, parser.option_list)]
    for index, group in enumerate(parser.option_groups):
        sections.append(("g%d" % (index + 1), text(group.title), text(group.description), False, group.option_list))
    for name, title, description, standard, options in sections:
        command["groups"].append({"id": name, "title": title or "", "description": description, "standard": standard})
        for option in options:
            if option.action not in ("help", "version"):
                command["params"].append(dict(describe_option(option, parser, module), group=name))
    command["params"] += usage_positionals(usage, session.argv[1:])
    assign_ids(command["params"])
    version = bare_version(text(parser.get_version()), prog) if parser.version else None
    described = {"engine": "optparse", "command": command, "prog": text(prog), "version": version}
    return described if parser.allow_interspersed_args else dict(described, stopsAtWord=True)


def describe_option(option: Any, parser: Any, module: Any) -> Parameter:
    flags = list(option._short_opts) + list(option._long_opts)
    param: dict[str, Any] = {
        "id": None,
        "dest": text(option.dest) or (option._long_opts or flags)[0].lstrip("-").replace("-", "_"),
        "kind": "option",
        "flags": [text(flag) for flag in flags],
        "required": False,
        "action": option.action if option.action in ACTIONS else "custom",
        "metavar": text(option.metavar),
    }
    if option.takes_value():
        param["type"] = TYPES.get(option.type, "string")
        if option.choices:
            param["choices"] = [{"value": text(str(choice))} for choice in option.choices]
        if option.nargs and option.nargs != 1:
            param["nargs"] = option.nargs
    else:
        param.update(nargs=0, type="integer" if option.action == "count" else "boolean")
    default = option.default if option.default != module.NO_DEFAULT else parser.defaults.get(option.dest)
    set_default(param, default)
    if option.help == module.SUPPRESS_HELP:
        param["hidden"] = True
    elif option.help:
        shown = "none" if default is None else str(default)
        param["help"] = text(option.help).replace("%default", shown)
    return param
