"""click and typer: a command's parameters, at the moment its main() is called."""

from __future__ import annotations

import inspect

from ..session import finish, from_command_line
from ..spec import assign_ids, jsonable, new_command, set_default, text
from .click_classes import add_aliases
from .click_types import describe_type
from .typer import describe_annotation

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Iterator

    from ..shapes import Command, Description, Parameter

DEPTH_MAX = 8


def hook_click(module: Any) -> None:
    for name in ("BaseCommand", "Command", "Group", "MultiCommand"):
        take_main(module.__dict__.get(name), "typer" if module.__name__.startswith("typer") else "click")


def hook_typer(module: Any) -> None:
    for name in ("TyperCommand", "TyperGroup"):
        take_main(module.__dict__.get(name), "typer")


def take_main(command_class: Any, engine: str) -> None:
    if command_class is None or "main" not in command_class.__dict__:
        return

    def main(self: Any, *_: Any, **__: Any) -> None:
        finish(spec_of_click(self, engine))

    command_class.main = command_class.__call__ = main
    make_context = command_class.make_context

    def make(self: Any, info_name: Any, args: Any, *parents: Any, **extra: Any) -> Any:
        # Libraries that build on click have a main() of their own.
        if not any((*parents, extra.get("parent"))) and not extra.get("resilient_parsing") and from_command_line(args):
            finish(spec_of_click(self, engine))
        return make_context(self, info_name, args, *parents, **extra)

    command_class.make_context = make


def spec_of_click(command: Any, engine: str = "click") -> Description:
    versions: list[Any] = []
    described = describe(command, "", versions)
    return {"engine": engine, "command": described, "version": versions[0] if versions else None}


def describe(command: Any, name: str, versions: list[str], *, depth: int = 0) -> Command:
    described = new_command(
        name,
        help=text(getattr(command, "short_help", None)),
        description=clean(getattr(command, "help", None)),
        epilog=clean(getattr(command, "epilog", None)),
        groups=[],
    )
    params = [param for param in getattr(command, "params", []) if is_offered(param, versions)]
    described["params"] = [describe_param(param) for param in params]
    add_panels(described, params)
    positions = [param.nargs for param in params if getattr(param, "param_type_name", "") == "argument"]
    if -1 in positions[:-1]:
        described["laterPositionalsFirst"] = True
    assign_ids(described["params"])
    if getattr(command, "hidden", False):
        described["hidden"] = True
    if getattr(command, "deprecated", False):
        described["deprecated"] = True
    subs = list(sub_commands(command)) if depth < DEPTH_MAX and hasattr(command, "list_commands") else []
    if subs:
        described["subcommands"] = {
            "required": not (
                getattr(command, "invoke_without_command", False) or getattr(command, "default_if_no_args", False)
            ),
            "metavar": text(getattr(command, "subcommand_metavar", None)),
            "commands": [describe(sub, text(sub_name), versions, depth=depth + 1) for sub_name, sub in subs],
        }
        add_aliases(described, command)
    return described


def is_offered(param: Any, versions: list[str]) -> bool:
    """Whether it is a parameter, and not help, the version, or a mere title among the options."""
    is_title = getattr(param, "param_type_name", "") == "option" and not (param.opts or param.secondary_opts)
    return not is_title and not is_version_or_help(param, versions)


def is_version_or_help(param: Any, versions: list[str]) -> bool:
    if getattr(param, "param_type_name", "") != "option":
        return False
    if param.name in ("install_completion", "show_completion"):
        return True
    if not (
        getattr(param, "is_eager", False) and getattr(param, "callback", None) and param.name in ("version", "help")
    ):
        return False
    try:
        version = inspect.getclosurevars(param.callback).nonlocals.get("version")
    except Exception:
        version = None
    if param.name == "version" and isinstance(version, str):
        versions.append(version)
    return True


def add_panels(described: Parameter, params: list[Parameter]) -> None:
    """typer's rich_help_panel names a group, and so does the group of click-option-group."""
    for index, param in enumerate(params):
        panel = getattr(param, "rich_help_panel", None) or getattr(getattr(param, "group", None), "name", None)
        if not isinstance(panel, str):
            continue
        known = [group for group in described["groups"] if group["title"] == panel]
        if not known:
            known = [{"id": "g%d" % len(described["groups"]), "title": panel, "standard": False}]
            described["groups"] += known
        described["params"][index]["group"] = known[0]["id"]


def sub_commands(command: Any) -> Iterator[tuple[str, Any]]:
    """Those it knows, in the order of their definition, then those that it loads when asked for, as they are run."""
    known = getattr(command, "commands", None)
    known = known if isinstance(known, dict) else {}
    context = quietly(lambda: command.make_context(text(command.name) or "script", [], resilient_parsing=True))
    listed = quietly(lambda: list(command.list_commands(context))) or []
    for name in list(known) + [name for name in listed if name not in known]:
        resolved = quietly(lambda name=name: command.resolve_command(context, [name])[1])
        sub = resolved or known.get(name) or quietly(lambda name=name: command.get_command(context, name))
        if sub is not None and (" " not in name or name in listed):  # "list | ls" is how some write an alias
            yield name, sub


def quietly(ask: Any) -> Any:
    try:
        return ask()
    except (Exception, SystemExit):
        return None


def clean(string: Any) -> str | None:
    string = text(string)
    return inspect.cleandoc(string).split("\f")[0].replace("\b\n", "").strip() if string else None


def unset(value: Any) -> bool:
    return value is None or type(value).__name__ == "Sentinel" or str(value).endswith("UNSET")


def describe_param(param: Any) -> Parameter:
    is_option = getattr(param, "param_type_name", "") == "option"
    described: dict[str, Any] = {
        "id": None,
        "dest": text(param.name) or "argument",
        "kind": "option" if is_option else "positional",
        "action": "store",
        "help": clean(getattr(param, "help", None)),
        "required": bool(getattr(param, "required", False)),
    }
    if is_option:
        described["flags"] = [text(flag) for flag in param.opts]
        described["negativeFlags"] = [text(flag) for flag in param.secondary_opts] or None
    described.update(describe_kind(param))
    if is_option and (param.count or param.is_flag):
        make_flag(described, param)
    else:
        add_number(described, param)
    add_default(described, param)
    add_rest(described, param)
    return described


def make_flag(described: Parameter, param: Any) -> None:
    for key in ("format", "boolStrings", "typeName"):
        described.pop(key, None)
    described.update(nargs=0, type="boolean")
    value = getattr(param, "flag_value", None)
    if param.count:
        described.update(action="count", type="integer")
    elif getattr(param, "is_bool_flag", False) or value is True or value is False or unset(value):
        described["action"] = "boolean_optional" if described["negativeFlags"] else "store_true"
    else:
        described.update(action="store_const", const=text(str(value)))


def add_number(described: Parameter, param: Any) -> None:
    nargs = getattr(param, "nargs", 1)
    if nargs == -1:
        described["nargs"] = "+" if described["required"] else "*"
    elif nargs != 1:
        described["nargs"] = nargs
    elif getattr(param, "_flag_needs_value", False):
        add_optional_value(described, param)
    elif described["kind"] == "positional" and not described["required"]:
        described["nargs"] = "?"
    if getattr(param, "multiple", False):
        described["action"] = "append"


def add_optional_value(described: Parameter, param: Any) -> None:
    """An option that may stand alone; where that makes click ask or changes nothing, it is not offered alone."""
    described["optionLikeValuesImpossible"] = True
    value = getattr(param, "flag_value", None)
    if not unset(value) and not isinstance(value, bool):  # click before 8.2 puts True there by itself
        ok, const = jsonable(value)
        described.update(nargs="?", const=const if ok else text(str(value)))


def add_default(described: Parameter, param: Any) -> None:
    default = getattr(param, "default", None)
    if unset(default) or (described.get("nargs") == 0 and default is False) or default == ():
        return
    if callable(default) and not isinstance(default, type):
        described["defaultText"] = "computed when the script runs"
        return
    set_default(described, typed_default(described, param, default))


def typed_default(described: Parameter, param: Any, default: Any) -> Any:
    """A default as what a person would type for it."""
    if isinstance(default, (list, tuple)):
        return [typed_default(described, param, item) for item in default]
    if hasattr(default, "value") and hasattr(default, "name"):
        names = [choice["value"] for choice in described.get("choices") or ()]
        default = default.name if default.name in names and default.value not in names else default.value
    if hasattr(default, "__fspath__"):
        return str(default)
    if described.get("strptime") and hasattr(default, "strftime"):
        return default.strftime(described["strptime"])
    if described.get("caseInsensitive") and isinstance(default, str):
        values = [choice["value"] for choice in described["choices"]]
        return next((value for value in values if value.casefold() == default.casefold()), default)
    return default


def add_rest(described: Parameter, param: Any) -> None:
    if getattr(param, "prompt", None):
        # A job has nobody to answer a prompt, so what would be asked for has to be given, even if it is the default.
        offered = described.pop("default", None) if getattr(param, "prompt_required", True) else None
        if not getattr(param, "hide_input", False):
            described["initialValue"] = offered
        described["required"] = described["required"] or ("default" not in described and "defaultText" not in described)
    if getattr(param, "hide_input", False):
        described["secret"] = True
    if getattr(param, "hidden", False):
        described["hidden"] = True
    if getattr(param, "deprecated", False):
        described["deprecated"] = True
    env = getattr(param, "envvar", None)
    described["env"] = text(env[0] if isinstance(env, (list, tuple)) and env else env) if env else None
    metavar = getattr(param, "metavar", None)
    described["metavar"] = text(metavar) if isinstance(metavar, str) else None


def describe_kind(param: Any) -> Parameter:
    """The type of a parameter; typer keeps the annotation by itself since 0.29."""
    descriptor = getattr(param, "type_descriptor", None)
    if descriptor is None:
        return describe_type(param.type)
    return describe_annotation(descriptor.annotation, descriptor.parameter_info, descriptor.file_annotation)
