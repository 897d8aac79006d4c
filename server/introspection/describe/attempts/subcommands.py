"""Scripts that create the parser of a sub-command only when the command line names it: each is named once."""

from __future__ import annotations

from ..source.command_words import command_words
from ..spec import count_parameters, message_of, new_command, phrase, subcommands_of, warning_of
from .choice import choose

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from ..attempts.attempt import Outcome
    from ..attempts.runner import Runner
    from ..attempts.settings import AttemptSettings
    from ..shapes import Command, Description, Parameter

WITHOUT_MAX = 3
UNREAD = phrase("No command-line parser was found for these commands, so they have no parameters here: {commands}.")
TOO_LONG = phrase("The script takes too long to describe each of its commands. Some parameters may be missing.")
COMMANDS_MAX = 40


def fill(best: Description, settings: AttemptSettings, runner: Runner) -> None:
    """Complete the description with the parameters of each command, which appear when the command is named."""
    if best["engine"] not in ("argparse", "docopt"):
        return
    commands = subcommands_of(best["command"])
    if commands and not any(count_parameters(command) for command in commands):
        complete = fill_commands(best, settings, runner)
    elif not commands and (runner.summary.first_word_alone or best["engine"] == "docopt" or hands_on(best)):
        complete = dispatch(best, settings, runner)
    elif not commands and has_mode(best):
        complete = fill_by_mode(best, settings, runner)
    else:
        return
    if not complete:
        best["warnings"].append(warning_of("incomplete", message_of(TOO_LONG)))
        best["incomplete"] = True


def fill_commands(best: Description, settings: AttemptSettings, runner: Runner) -> bool:
    """Returns whether time sufficed. If the first few commands have no parameters, the others are not read."""
    command, without = best["command"], 0
    commands = subcommands_of(command)
    outcomes = runner.run_each(settings.changed(arguments=[one["name"], "--help"]) for one in commands[:COMMANDS_MAX])
    for index, known in enumerate(commands[:COMMANDS_MAX]):
        outcome = next(outcomes, None)
        if outcome is None:
            return False
        found = choose(outcome.found)
        by_name = [one for one in subcommands_of(found["command"]) if one["name"] == known["name"]] if found else []
        if found is None or not by_name or not count_parameters(by_name[0]):
            without += 1
            if without == WITHOUT_MAX and index + 1 == without:
                return True
            continue
        kept = {key: known[key] for key in ("help", "aliases", "hidden", "deprecated") if known.get(key)}
        commands[index] = dict(by_name[0], **kept)
        if len(found["command"]["params"]) > len(command["params"]):
            command.update({key: found["command"][key] for key in ("params", "groups", "mutex")})
        best["lenient"] = found.get("lenient")
    return True


def read_commands(words: dict[str, str], settings: AttemptSettings, runner: Runner) -> Description | None:
    """The parameters that follow each command word, for a script that reads its first word itself.

    None if no library reads them. words: {command: its help}
    """
    read: dict[str, Description] = {}
    late = False
    names = list(words)[:COMMANDS_MAX]
    naming = [settings.changed(arguments=[word, "--help"], builders=False, first=True) for word in names]
    others = runner.run_each(naming[1:])
    for index, word in enumerate(names):
        outcome = next(others, None) if index else runner.run(naming[0].changed(words=names))
        if outcome is None:
            late = True
            break
        found = by_word(outcome, word)
        read.update(found)
        late = outcome.timed_out or len(found) < len(names) and not runner.has_time()
        if late or len(found) > 1:
            break
    if not read:
        return None
    commands = [dict(read[word]["command"] if word in read else new_command(), name=word) for word in words]
    for command in commands:
        command["help"] = words[command["name"]] or command.get("help")
    best = dict(next(iter(read.values())), prog=None, version=None, versionText=None, lenient=None)
    best["command"] = new_command(
        subcommands={"dest": "command", "required": True, "position": 0, "commands": commands}
    )
    unread = [word for word in words if word not in read]
    if late:
        best.update(incomplete=True)
        best["warnings"].append(warning_of("incomplete", message_of(TOO_LONG)))
    elif unread:
        best["warnings"].append(warning_of("commands_unread", message_of(UNREAD, commands=", ".join(unread))))
    return best


def by_word(outcome: Outcome, command: str) -> dict[str, Description]:
    """The description of each command that the attempt read: all of them, or the one that it was about."""
    found: dict[str, list[Description]] = {}
    for one in outcome.found:
        found.setdefault(one.pop("word", command), []).append(one)
    chosen = {word: choose(descriptions) for word, descriptions in found.items()}
    return {word: one for word, one in chosen.items() if one is not None}


def without_word(command: Command, name: str) -> Command:
    """The sub-command itself, if a usage text repeats its name (`usage: git add ...`)."""
    below = subcommands_of(command)
    return below[0] if len(below) == 1 and below[0]["name"] == name and not command["params"] else command


def fill_by_mode(best: Description, settings: AttemptSettings, runner: Runner) -> bool:
    """A lenient parser that has one choice: another parser, which depends on it, reads the other arguments."""
    command, commands = best["command"], []
    mode = next(param for param in command["params"] if param["kind"] == "positional")
    values = [choice["value"] for choice in mode["choices"][:COMMANDS_MAX]]
    outcomes = runner.run_each(settings.changed(arguments=[value, "--help"]) for value in values)
    for value in values:
        outcome = next(outcomes, None)
        if outcome is None:
            return False
        strict = [one for one in outcome.found if not one.get("partial")]
        commands.append(dict(strict[-1]["command"] if strict else new_command(), name=value))
    if any(count_parameters(one) for one in commands):
        command["params"] = [param for param in command["params"] if param is not mode]
        command["subcommands"] = {"dest": mode["dest"], "required": True, "position": 0, "commands": commands}
        best["lenient"] = None
    return True


def has_mode(best: Description) -> bool:
    """Whether a lenient parser has one positional, which is a choice."""
    positionals = positionals_of(best)
    is_choice = len(positionals) == 1 and positionals[0].get("choices") and not positionals[0].get("nargs")
    return bool(best.get("lenient") and best.get("followed") and is_choice)


def dispatch(best: Description, settings: AttemptSettings, runner: Runner) -> bool:
    """A parser reads only the first word, and another parser, which depends on it, reads the others."""
    command, commands = best["command"], []
    positionals = positionals_of(best)
    is_handed_on = hands_on(best)
    first_is_word = len(positionals) == 1 or positionals and best["engine"] == "docopt" or is_handed_on
    word = positionals[0] if first_is_word else {}
    is_word = word.get("kind") == "positional" and not word.get("nargs")
    choices = [choice["value"] for choice in word.get("choices") or []] or command_words(runner.summary)
    names = choices[:COMMANDS_MAX] if is_word else []
    naming = settings.changed(passes=1, first=is_handed_on)
    outcomes = runner.run_each(naming.changed(arguments=[name, "--help"]) for name in names)
    for name in names:
        outcome = next(outcomes, None)
        if outcome is None:
            return False
        found = choose(outcome.found)
        if is_handed_on and found and found["command"].get("usage") == command.get("usage"):
            found = None  # no other parser follows
        commands.append(dict(without_word(found["command"], name), name=name) if found else new_command(name))
    if any(count_parameters(one) for one in commands):
        command["params"] = [param for param in command["params"] if param["kind"] == "option"]
        command["subcommands"] = {"dest": word["dest"], "required": True, "position": 0, "commands": commands}
    elif not is_handed_on:
        best["lenient"] = True if best["engine"] == "argparse" else None
    return True


def hands_on(best: Description) -> bool:
    """Whether argparse reads a choice and leaves what follows to another parser: a positional takes it unread."""
    positionals = positionals_of(best)
    if best["engine"] != "argparse" or len(positionals) != 2:
        return False
    return bool(positionals[0].get("choices")) and positionals[1].get("nargs") == "remainder"


def positionals_of(best: Description) -> list[Parameter]:
    return [param for param in best["command"]["params"] if param["kind"] == "positional"]
