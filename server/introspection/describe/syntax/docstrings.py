"""Reads the help of parameters from docstrings."""

from __future__ import annotations

import ast
import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

SECTION = (
    r"(?ms)^\s*(?:Args|Arguments|Parameters)\s*:?\s*\n(?:\s*-+\s*\n)?"
    r"(.*?)(?:\n\s*\n|\n\s*(?:Returns|Raises|Yields)\b|\Z)"
)


def documented(docstring: str | None) -> dict[str, str]:
    """Help by parameter name, from docstrings in the Sphinx, Google and NumPy styles."""
    helps: dict[Any, Any] = {}
    if not docstring:
        return helps
    for match in re.finditer(r"(?m)^\s*:param\s+(?:[\w\[\], .]+\s+)?(\w+)\s*:\s*(.+)$", docstring):
        helps[match.group(1)] = match.group(2).strip()
    section = re.search(SECTION, docstring)
    if section:
        for match in re.finditer(r"(?m)^\s*(\w+)\s*(?:\([^)]*\))?\s*:\s*(.+)$", section.group(1)):
            helps.setdefault(match.group(1), match.group(2).strip())
    return helps


def docstring_of(node: Any) -> str | None:
    """The docstring of a module, class or function as ast.get_docstring gives it, without loading inspect."""
    found = ast.get_docstring(node, clean=False)
    return None if found is None else cleaned(found)


def cleaned(text: str) -> str:
    """A docstring without its indentation, as inspect.cleandoc makes it."""
    first, *lines = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    kept = [first.lstrip(), *(line[margin:] for line in lines)]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return "\n".join(kept)
