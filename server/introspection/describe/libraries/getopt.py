"""getopt: the names of the flags, and whether they take a value. Everything else comes from a usage text, if any."""

from __future__ import annotations

import ast
import inspect
import re
import sys

from ..session import finish, from_command_line, session
from ..spec import assign_ids, new_command, text
from ..syntax.help_texts import documented_flags, longest_help, usage_positionals

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Description, Parameter

HAS_OPTIONAL_VALUES = sys.version_info >= (3, 14)


def hook(module: Any) -> None:
    def replacement(args: Any, shortopts: Any, longopts: Any = ()) -> Any:
        if not from_command_line(args):
            return [], list(args)
        return finish(spec_of(shortopts, [longopts] if isinstance(longopts, str) else list(longopts)))

    module.getopt = module.gnu_getopt = replacement


def spec_of(short: str, long: Any) -> Description:
    docstring: Any = getattr(sys.modules.get("__main__"), "__doc__", None)
    shown: Any = docstring if re.search(r"(?im)^\s*usage:", docstring or "") else usage_of_script() or docstring or ""
    helps = documented_flags(shown)
    params: list[Any] = []
    for letter, colons in re.findall(r"([^:])(:{0,2})", short.lstrip("+-")):
        params.append(option("-" + letter, helps, takes_value=bool(colons)))
        if len(colons) == 2 and HAS_OPTIONAL_VALUES:
            params[-1].update(nargs="?", const="")
    for name in long:
        bare = name.rstrip("=?")
        params.append(option("--" + bare, helps, takes_value=name.endswith(("=", "=?"))))
        if name.endswith("=?") and HAS_OPTIONAL_VALUES:
            params[-1].update(nargs="?", const="")
    params = [param for param in params if not set(param["flags"]) & {"-h", "--help"}]
    params += usage_positionals(usage_line(shown, params))
    assign_ids(params)
    command = new_command(description=inspect.cleandoc(text(docstring)) if docstring else None, params=params)
    return {"engine": "getopt", "command": command}


def usage_of_script() -> str | None:
    """The help text that the script prints somewhere, or None."""
    try:
        with open(session.script, "rb") as file:
            return longest_help(ast.parse(file.read()))
    except Exception:
        return None


def usage_line(shown: str, params: list[Parameter]) -> str:
    """The first usage line of a help text, without the options that take a value there."""
    found = re.search(r"(?im)^\s*usage:\s*(\S.*)$", shown)
    line = found.group(1) if found else ""
    for param in params:
        if param["nargs"] is None:
            line = re.sub(r"(?<!\S)\[?%s[ =]?\S+" % re.escape(param["flags"][0]), "", line)
    return line


def option(flag: str, helps: dict[str, Any], *, takes_value: bool) -> Parameter:
    param: dict[str, Any] = {
        "id": None,
        "dest": text(flag.lstrip("-").replace("-", "_")),
        "kind": "option",
        "flags": [text(flag)],
        "required": False,
        "action": "store" if takes_value else "store_true",
        "type": "string" if takes_value else "boolean",
        "nargs": None if takes_value else 0,
        "help": helps.get(flag),
    }
    return param
