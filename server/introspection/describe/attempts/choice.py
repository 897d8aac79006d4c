"""Chooses the parser that describes the script among those that an attempt found."""

from __future__ import annotations

from ..spec import count_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description


def is_early(found: Any) -> bool:
    """Whether only parsers were reported that another one may follow, such as those that leave --help to it."""
    if any(one["engine"] != "argparse" or not one.get("partial") for one in found):
        return False
    return len(found) > 1 or bool(found[0]["command"].get("noHelp"))


def fuller(one: Any, other: Description | None) -> Description:
    return other if other and count_parameters(other["command"]) > count_parameters(one["command"]) else one


def choose(found: Any) -> Description | None:
    """The last strict parser, otherwise the one with the most parameters; with the options of pre-parsers."""
    if not found:
        return None
    local = [one for one in found if not one.get("internal")]
    final = [one for one in found if not one.get("partial")]
    if final:
        # A lenient parser that shows help and has more parameters is the one that the program's --help shows.
        helping = [one for one in local if one.get("partial") and not one["command"].get("noHelp")]
        best = max([final[-1], *helping], key=lambda one: count_parameters(one["command"]))
    else:
        best = max(local or found, key=lambda one: count_parameters(one["command"]))
    if best.get("follows"):
        best = join(best, [one for one in local if one.get("partial")])
    if best["engine"] == "argparse":
        add_early_options(
            best["command"],
            [one["command"] for one in local if one is not best and (one.get("partial") or best in final)],
        )
    return best


def join(flags: Description, early: list[Description]) -> Description:
    """Merges absl's flags with the parser before them, which ignores them: both read the same command line."""
    if not early:
        return flags
    best = max(early, key=lambda one: count_parameters(one["command"]))
    options = [param for param in flags["command"]["params"] if param["kind"] == "option"]
    add_early_options(best["command"], [{"params": options}])
    return best


def add_early_options(command: Command, others: Any) -> None:
    """Add the options of a pre-parser (--config), which are on the same command line."""
    known = {flag for param in command["params"] for flag in param.get("flags") or []}
    ids = {param["id"] for param in command["params"]}
    for other in others:
        for param in other["params"]:
            if param["kind"] != "option" or known & set(param["flags"]):
                continue
            name, count = param["dest"], 1
            while name in ids:
                count += 1
                name = "%s-%d" % (param["dest"], count)
            command["params"].append(dict(param, id=name, group=None, mutex=None))
            known.update(param["flags"])
            ids.add(name)
