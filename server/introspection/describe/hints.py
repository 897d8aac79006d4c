"""Which parameters look like a file or a folder though the script takes any text."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from .shapes import Parameter

FOLDER_WORDS = {"dir", "directory", "folder", "outdir", "indir", "workdir", "rootdir", "basedir"}


FILE_WORDS = {
    "file",
    "filename",
    "infile",
    "outfile",
    "path",
    "filepath",
    "csv",
    "tsv",
    "fasta",
    "input",
    "output",
    "logfile",
    "json",
    "yaml",
    "xml",
    "xlsx",
    "pdf",
    "image",
    "config",
}


OUTPUT_WORDS = {"output", "outfile", "logfile", "log", "out", "dest", "destination"}


def add_hints(param: Parameter, names: Any) -> None:
    """Soft hints from names: whether it looks like a file. They never change the command line."""
    low = " ".join(name.lower() for name in names if isinstance(name, str))
    takes_value = param.get("nargs") != 0
    if not takes_value or param.get("format") or param.get("choices") or param.get("type") != "string":
        return
    words = set(re.split(r"[^a-z0-9]+", low))
    about = (param.get("help") or "").lower()
    if words & FOLDER_WORDS:
        param["hint"] = {"kind": "directory"}
    elif words & FILE_WORDS:
        writes = bool(words & OUTPUT_WORDS) or about.startswith(("output", "write", "save"))
        param["hint"] = {"kind": "file", "mode": "w" if writes else "r"}
