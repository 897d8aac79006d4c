"""invoke: a program whose tasks are its sub-commands."""

from __future__ import annotations

from ..session import finish
from ..spec import assign_ids, new_command, set_default, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Description, Parameter

NOT_OFFERED = {"help", "version", "print-completion-script", "complete"}
NUMBERS = {int: "integer", float: "number"}


def hook(module: Any) -> None:
    run_program = module.Program.run

    def run(self: Any, argv: Any = None, exit: bool = True) -> Any:
        if self.namespace is None:  # it needs a tasks.py in the folder of the job, where there is none
            return run_program(self, argv, exit)
        return finish(spec_of(self))

    module.Program.run = run


def spec_of(program: Any) -> Description:
    command = new_command(params=[describe(one) for one in program.core_args() if not set(one.names) & NOT_OFFERED])
    assign_ids(command["params"])
    tasks = [task(program.namespace, context) for context in program.namespace.to_contexts()]
    required = getattr(program.namespace, "default", None) is None
    command["subcommands"] = {"required": required, "commands": tasks}
    return {"engine": "invoke", "command": command, "prog": text(program.name), "version": text(program.version)}


def task(namespace: Any, context: Any) -> Command:
    documentation = text(namespace[context.name].__doc__)
    command = new_command(text(context.name), description=documentation)
    if documentation:
        command["help"] = documentation.strip().split("\n")[0]
    command["aliases"] = [text(alias) for alias in context.aliases] or None
    command["params"] = [describe(one) for one in context.args.values()]
    assign_ids(command["params"])
    return command


def describe(argument: Any) -> Parameter:
    names = list(argument.names)
    param: dict[str, Any] = {
        "id": None,
        "dest": text(argument.name).replace("-", "_"),
        "kind": "positional" if argument.positional else "option",
        "action": "store",
        "type": NUMBERS.get(argument.kind, "string"),
        "required": bool(argument.positional),
        "help": text(argument.help) or None,
    }
    if not argument.positional:
        param["flags"] = [text(("-" if len(name) == 1 else "--") + name) for name in names]
    if argument.incrementable:
        param.update(action="count", nargs=0, type="integer")
    elif argument.kind is bool:
        param.update(action="store_true", nargs=0, type="boolean")
        if argument.default is True:  # only the inverse can be given
            param.update(action="store_false", flags=["--no-" + text(argument.name)])
    elif argument.kind is list:
        param["action"] = "append"
    elif argument.optional:
        param.update(nargs="?", const=True)
    if param.get("nargs") != 0:
        set_default(param, argument.default or None)
    return param
