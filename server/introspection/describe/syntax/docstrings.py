"""Reads the help of parameters from docstrings."""

from __future__ import annotations

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
