"""Names of data types, for annotations only: this module is not loaded at run time."""

from __future__ import annotations

from typing import Any, Dict

# One parameter, one command and the whole, as command-line/spec.ts defines them.
Parameter = Dict[str, Any]
Command = Dict[str, Any]
Description = Dict[str, Any]
Warning = Dict[str, Any]
# A sentence that is translated where it is shown: {text, values}, as server/language/message.ts defines it.
Message = Dict[str, Any]
# How the script ended in an attempt: {kind, message, line, module}.
End = Dict[str, Any]
