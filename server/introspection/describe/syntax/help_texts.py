"""Reads parameters from help texts and usage lines."""

from __future__ import annotations

import ast
import os
import re
import sys

from ..spec import new_positional, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter


def documented_flags(string: str) -> dict[str, str | None]:
    """Help by flag, from lines such as `  -o, --output FILE   where to write`."""
    helps: dict[Any, Any] = {}
    line = r"(?m)^[ \t]*(-{1,2}[^\s,=]+(?:[ ,=][^\n]*?)?)(?:[ ]{2,}|\t+|\n[ \t]{8,})([^\n]+)"
    for match in re.finditer(line, string):
        for flag in re.findall(r"(?<![\w-])(-{1,2}[\w-]+)", match.group(1)):
            helps[flag] = text(re.sub(r"\s*\[default: .*?\]", "", match.group(2)).strip())
    return helps


def usage_positionals(usage: str, not_shown: list[str] | None = None) -> list[Parameter]:
    """Positionals guessed from a usage line (`prog [options] SOURCE... TARGET`), otherwise a list of any arguments."""
    first = re.sub(r"(?i)^usage:\s*", "", (usage or "").strip()).split("\n")[0]
    words = re.findall(r"\[[^\]]*\]\S*|<[^>]*>\S*|\S+", first)
    params: list[Any] = []
    for word in words[1:]:
        if "option" in word.lower() or word.startswith(("-", "[-")):
            continue
        if word in (not_shown or ()):  # the name of the command itself
            continue
        name = re.sub(r"[^A-Za-z0-9_]+", "_", word).strip("_").lower()
        if not name and "..." in word and params:
            params[-1]["nargs"] = "+" if params[-1]["required"] else "*"
        if not name or name == os.path.basename(sys.argv[0]).lower():
            continue
        many = "..." in word or word.endswith(("*", "+"))
        required = not word.startswith("[")
        nargs = ("+" if required else "*") if many else (None if required else "?")
        params.append(new_positional(name, required=required, guessed=True, metavar=text(word), nargs=nargs))
    return params or [free_arguments()]


def free_arguments(name: str = "args") -> Parameter:
    return new_positional(name, nargs="*", required=False, guessed=True)


HELP_LINE = r"(?m)^ {0,12}-{1,2}\w[\w-]*"


def listed_commands(shown: str) -> dict[str, str]:
    """{command: its help} of a help text that lists commands under a title such as "Available commands:"."""
    found: dict[str, str] = {}
    for title in re.finditer(
        r"(?im)^[ \t]*(?:[\w-]+ )*commands(?: are)?:?[ \t]*\n(?:[ \t]*\n)?((?:[ \t]+\S.*(?:\n|$))+)", shown
    ):
        for name, help_text in re.findall(
            r"(?m)^[ \t]{1,8}([a-z][\w-]*)(?:,[ ]\w+)?(?:[ ]{2,}|\t)(\S.*)$", title.group(1)
        ):
            found.setdefault(name, help_text.strip())
    found.pop("help", None)
    return found


def longest_help(tree: ast.AST) -> str | None:
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    shown = [text for text in texts if len(re.findall(HELP_LINE, text)) > 1 and re.search(r"(?i)usage|options", text)]
    return max(shown, key=len, default=None)
