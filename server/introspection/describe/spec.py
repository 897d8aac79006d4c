"""Builds the parts of a ScriptSpec: values that JSON can hold, ids, and the limits on its size."""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Iterator

    from .shapes import Command, Description, Message, Parameter, Warning

USAGE_BYTES_MAX = 4096
TEXT_CHARACTERS_MAX = 20000
CHOICES_MAX = 2000
SPEC_BYTES_MAX = 2 * 1024 * 1024
SYSTEM_FOLDERS = ("/", "/tmp", "/usr", "/usr/bin", "/usr/local/bin", "/bin", "/usr/sbin", "/home", "/root", "/opt")


def phrase(english: str) -> str:
    """Marks a sentence that people read in their language, so that the catalogs contain it."""
    return english


def message_of(english: str, **values: Any) -> Message:
    """A sentence of the catalogs and the values of its arguments: numbers, strings or further sentences."""
    message: dict[str, Any] = {"text": english}
    if values:
        kept = (int, dict)
        message["values"] = {name: value if type(value) in kept else text(value) for name, value in values.items()}
    return message


def warning_of(code: str, message: Message, line: int | None = None, *, fix: str | None = None) -> Warning:
    """One entry of a ScriptSpec's warnings, or its error; {line} in the sentence is the line's number."""
    values = dict(message.get("values", {}))
    if "{line}" in message["text"]:
        values["line"] = line
    warning = {"code": code, "message": message["text"], "values": values or None, "line": line or None, "fix": fix}
    return {key: value for key, value in warning.items() if value is not None}


def text(value: object) -> Any:
    """Converts help texts, lazy translations and the like to a string; None stays None."""
    if value is None:
        return None
    try:
        # str.__str__, because a subclass may have a __str__ of its own.
        string = str.__str__(value) if isinstance(value, str) else str(value)
        return str.encode(string, "utf-8", "replace").decode("utf-8")[:TEXT_CHARACTERS_MAX]
    except BaseException:
        return None


def short_repr(value: Any, length: int = 200) -> str:
    try:
        shown = text(repr(value)) or ""
    except BaseException:  # a script's own __repr__
        shown = "<%s>" % type(value).__name__
    return shown if len(shown) <= length else shown[: length - 3] + "..."


def qualname(value: Any) -> str:
    try:
        module = getattr(value, "__module__", None)
        name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
        if not isinstance(name, str):
            return short_repr(value, 80)
        return name if module in (None, "builtins", "__main__") else "%s.%s" % (module, name)
    except Exception:
        return "?"


def jsonable(value: Any, depth: int = 0) -> tuple[bool, Any]:
    """(True, the value for JSON) if JSON can hold it exactly, otherwise (False, None)."""
    kind = type(value)
    if value is None or kind is bool:
        return True, value
    if kind is str:
        try:
            value.encode("utf-8")
        except UnicodeError:
            return False, None
        return True, value
    if kind is int:
        return (True, value) if abs(value) < 2**53 else (True, str(value))
    if kind is float:
        return value == value and abs(value) != float("inf"), value
    if depth < 4 and kind in (list, tuple):
        items = [jsonable(item, depth + 1) for item in value]
        return (True, [item for _, item in items]) if all(ok for ok, _ in items) else (False, None)
    if depth < 4 and kind is dict and all(type(key) is str for key in value):
        pairs = [(key, jsonable(item, depth + 1)) for key, item in value.items()]
        return (True, {key: item for key, (_, item) in pairs}) if all(ok for _, (ok, _) in pairs) else (False, None)
    return False, None


def in_order(items: Any) -> Any:
    """A set's items in an order that is the same in each run; anything else as it is."""
    if not isinstance(items, (set, frozenset)):
        return items
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=short_repr)


def set_default(param: Parameter, value: Any) -> None:
    """Set a default as JSON if that is exact, otherwise as a text that is shown and never sent."""
    if value is None:
        return
    ok, exact = jsonable(value)
    if ok:
        param["default"] = exact
    else:
        param["defaultText"] = short_repr(value)


def assign_ids(params: list[Parameter]) -> None:
    """A parameter's id is its dest, with -2, -3 ... where a command uses one dest more than once."""
    seen: dict[Any, Any] = {}
    taken = {param["dest"] for param in params}
    for param in params:
        dest = param["dest"]
        count = seen.get(dest, 0) + 1
        name = dest if count == 1 else "%s-%d" % (dest, count)
        while count > 1 and name in taken:
            count += 1
            name = "%s-%d" % (dest, count)
        seen[dest] = count
        taken.add(name)
        param["id"] = name


def new_command(name: str = "", **more: Any) -> Command:
    command: dict[str, Any] = {"name": name, "groups": [], "mutex": [], "params": []}
    command.update(more)
    return command


def new_positional(dest: str, **more: Any) -> Parameter:
    param: dict[str, Any] = {"id": None, "dest": dest, "kind": "positional", "action": "store", "type": "string"}
    param.update(required=True)
    param.update(more)
    return param


def subcommands_of(command: Command) -> list[Command]:
    return (command.get("subcommands") or {}).get("commands", [])


def count_parameters(command: Command) -> int:
    return len(command["params"]) + sum(1 + count_parameters(sub) for sub in subcommands_of(command))


def each_command(command: Command) -> Iterator[Command]:
    yield command
    for sub in subcommands_of(command):
        for inner in each_command(sub):
            yield inner


def prune(value: Any, keep_none: Any = ("default", "const")) -> Any:
    """Removes keys without a value: in a ScriptSpec they are absent, not null."""
    if isinstance(value, dict):
        return {k: prune(v) for k, v in value.items() if v is not None or k in keep_none}
    if isinstance(value, list):
        return [prune(item) for item in value]
    return value


def cut_to_limits(spec: Description) -> bool:
    """Cut usage, choices and texts until the JSON fits in SPEC_BYTES_MAX, and mark or report what was cut."""
    for command in each_command(spec["command"]):
        usage = command.get("usage")
        if usage and len(usage.encode("utf-8")) > USAGE_BYTES_MAX:
            command["usage"] = usage.encode("utf-8")[: USAGE_BYTES_MAX - 4].decode("utf-8", "ignore") + " ..."
    truncated = cut_choices(spec, CHOICES_MAX)
    for choices, characters in ((500, 2000), (50, 300), (5, 60)):
        if len(json.dumps(spec)) <= SPEC_BYTES_MAX:
            break
        truncated = cut_choices(spec, choices) or truncated
        cut_texts(spec["command"], characters)
        for command in each_command(spec["command"]):
            command.pop("usage", None)
        shortened = phrase("The description is larger than 2 MB, so long lists and texts were shortened.")
        warn_once(spec, "cut", shortened)
    if truncated:
        cut = phrase("A list of choices is too long for a form. The form offers only the first ones.")
        warn_once(spec, "choices_cut", cut)
    return len(json.dumps(spec)) <= SPEC_BYTES_MAX


def warn_once(spec: Description, code: str, message: str) -> None:
    if not any(warning["code"] == code for warning in spec["warnings"]):
        spec["warnings"].append(warning_of(code, message_of(message)))


def cut_choices(spec: Description, limit: int) -> bool:
    cut = False
    for command in each_command(spec["command"]):
        for param in command["params"]:
            choices = param.get("choices")
            if choices and len(choices) > limit:
                param["choices"] = choices[:limit]
                param["choicesTruncated"] = cut = True
            cut = cut or bool(param.get("choicesTruncated"))
    return cut


def cut_texts(value: Any, limit: int) -> None:
    """Cut long strings that are only shown. Names, flags and defaults stay complete."""
    shown = ("help", "description", "epilog", "defaultText", "title", "metavar")
    for command in each_command(value):
        for item in [command] + command["params"] + command["groups"]:
            for key in shown:
                if isinstance(item.get(key), str) and len(item[key]) > limit:
                    item[key] = item[key][: limit - 3] + "..."
            default = item.get("default")
            if default is not None and len(json.dumps(default)) > 100 * limit:
                item["defaultText"] = short_repr(item.pop("default"))


def private_prefixes(script: str) -> list[str]:
    """Folders of this machine that must not appear in a report, longest first."""
    folders = [os.path.dirname(script), os.getcwd(), os.environ.get("HOME"), os.environ.get("TMPDIR")]
    folders.append(os.path.dirname(os.path.abspath(__file__)))
    if sys.prefix != sys.base_prefix:
        folders.append(sys.prefix)
    found = {form for folder in folders if folder for form in (folder.rstrip("/"), os.path.realpath(folder))}
    return sorted((f for f in found if f and f not in SYSTEM_FOLDERS), key=len, reverse=True)


def hide_paths(value: Any, prefixes: list[str]) -> Any:
    """Removes these folders from a value. A default that contained one is shown and not sent."""
    if isinstance(value, str):
        for prefix in prefixes:
            if prefix in value:
                value = value.replace(prefix + "/", "").replace(prefix, ".")
        return value
    if isinstance(value, list):
        return [hide_paths(item, prefixes) for item in value]
    if not isinstance(value, dict):
        return value
    shown = {key: hide_paths(item, prefixes) for key, item in value.items()}
    if "dest" in shown and shown.get("default") != value.get("default"):
        hidden = shown.pop("default")
        shown["defaultText"] = hidden if isinstance(hidden, str) else short_repr(hidden)
    return shown
