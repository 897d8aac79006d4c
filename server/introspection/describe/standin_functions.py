"""Libraries that make a command line of functions or classes, for where they are not installed: by way of argparse."""
import argparse
import dataclasses
import enum
import inspect
import sys

from .session import finish
from .stubs import is_stub

OPTIONS, POSITIONALS, KEYWORDS = "options", "positionals", "keywords"


def tell(component, engine, style, dashes=False, description=None):
    """End with the description of a function, a class, or a list or dict of them as sub-commands."""
    from .argparse_ import spec_of_parser

    parser = argparse.ArgumentParser(description=description or inspect.getdoc(component))
    fill(parser, component, style, dashes)
    finish(spec_of_parser(parser, engine))


def fill(parser, component, style, dashes):
    if isinstance(component, (list, tuple, dict)):
        named = component.items() if isinstance(component, dict) else [(one.__name__, one) for one in component]
        children = parser.add_subparsers(dest="command", required=True)
        for name, one in named:
            text = inspect.getdoc(one)
            child = children.add_parser(name.replace("_", "-"), help=(text or "").split("\n")[0] or None, description=text)
            fill(child, one, style, dashes)
    else:
        add_parameters(parser, component, style, dashes)


def add_parameters(parser, function, style, dashes):
    from .function import documented, type_hints

    hints, helps = type_hints(function), documented(getattr(function, "__doc__", None))
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        annotation = hints.get(parameter.name, parameter.annotation)
        is_positional = style != OPTIONS and parameter.kind is not parameter.KEYWORD_ONLY
        if style == KEYWORDS and parameter.default is not parameter.empty:
            is_positional = False
        if parameter.kind is parameter.VAR_POSITIONAL:
            parser.add_argument(parameter.name, nargs="*")
        else:
            add(parser, parameter.name, annotation, parameter.default, helps.get(parameter.name), is_positional, dashes)


def add(parser, name, annotation, default, help=None, is_positional=False, dashes=False, prefix=""):
    has_default = default is not inspect.Parameter.empty
    if dataclasses.is_dataclass(annotation):
        return add_fields(parser, annotation, dashes, name + ".")
    keywords = dict(kind_of(annotation, default if has_default else None), help=help)
    shown = default.name if isinstance(default, enum.Enum) else default
    if is_positional:
        keywords.pop("action", None)
        keywords.setdefault("type", None)
        if has_default and "nargs" not in keywords:
            keywords["nargs"] = "?"
        return parser.add_argument(name, default=shown if has_default else None, **keywords)
    flag = "--" + prefix + (name.replace("_", "-") if dashes else name)
    dest = (prefix + name).replace(".", "_")
    return parser.add_argument(flag, dest=dest, required=not has_default, default=shown if has_default else None, **keywords)


def kind_of(annotation, default):
    """argparse's words for an annotation."""
    from .typer_ import item_of

    item = item_of(annotation)
    if item is inspect.Parameter.empty or annotation is inspect.Parameter.empty:
        item = type(default) if default is not None else str
    keywords = {}
    origin = getattr(strip(annotation), "__origin__", None)
    if origin in (list, set, tuple) or item in (list, tuple):
        keywords["nargs"] = "*"
        item = str if item in (list, tuple) else item
    if item is bool:
        return {"action": getattr(argparse, "BooleanOptionalAction", "store_true")}
    if isinstance(item, type) and issubclass(item, enum.Enum):
        return dict(keywords, choices=[member.name for member in item])
    if str(getattr(item, "__origin__", "")) == "typing.Literal":
        return dict(keywords, choices=[str(one) for one in item.__args__])
    if isinstance(item, type) and not is_stub(item) and item not in (str, object, dict):
        keywords["type"] = item
    return keywords


def strip(annotation):
    """Without Annotated and Optional."""
    while True:
        kept = [one for one in getattr(annotation, "__args__", ()) or () if one is not type(None)]
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif len(kept) == 1 and type(None) in annotation.__args__:
            annotation = kept[0]
        else:
            return annotation


def add_fields(parser, kind, dashes=False, prefix=""):
    """A dataclass's fields as options."""
    import typing

    try:
        hints = typing.get_type_hints(kind)
    except Exception:
        hints = {}
    empty = inspect.Parameter.empty
    for field in dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ():
        default = field.default
        if default is dataclasses.MISSING:
            default = field.default_factory() if field.default_factory is not dataclasses.MISSING else empty
        made = add(parser, field.name, hints.get(field.name, field.type), default, field.metadata.get("help"), False, dashes,
                   prefix)
        if made is not None and field.metadata.get("choices") and not made.choices:
            made.choices = field.metadata["choices"]


class HfArgumentParser(argparse.ArgumentParser):
    """transformers': one or more dataclasses."""

    def __init__(self, dataclass_types, **keywords):
        super().__init__(**keywords)
        for kind in dataclass_types if isinstance(dataclass_types, (list, tuple)) else [dataclass_types]:
            add_fields(self, kind)

    def parse_args_into_dataclasses(self, args=None, **_):
        self.parse_args(args)

    parse_json_file = parse_dict = parse_yaml_file = parse_args_into_dataclasses


class DataclassParser(argparse.ArgumentParser):
    """simple_parsing's."""

    def __init__(self, *args, **keywords):
        kept = ("prog", "usage", "description", "epilog", "parents", "add_help", "allow_abbrev")
        super().__init__(*args, **{key: value for key, value in keywords.items() if key in kept})

    def add_argument(self, *names, **keywords):
        if keywords.get("action") == "config":  # jsonargparse's settings file
            keywords["action"] = "store"
        return super().add_argument(*names, **keywords)

    def add_arguments(self, dataclass, dest=None, **_):
        add_fields(self.add_argument_group(dataclass.__name__, inspect.getdoc(dataclass)), dataclass)


class Tap:
    """typed-argument-parser's: annotations of a class."""

    def __init__(self, *_, **__):
        pass

    def parse_args(self, *_, **__):
        import typing

        from .argparse_ import spec_of_parser

        parser = argparse.ArgumentParser(description=inspect.getdoc(type(self)))
        for name, annotation in typing.get_type_hints(type(self)).items():
            default = getattr(type(self), name, inspect.Parameter.empty)
            if isinstance(default, bool):  # given, it turns the default over
                parser.add_argument("--" + name, action="store_false" if default else "store_true")
                continue
            add(parser, name, annotation, default)
        finish(spec_of_parser(parser))


def parse_dataclass(kind, *_, **__):
    parser = DataclassParser(description=inspect.getdoc(kind))
    parser.add_arguments(kind)
    parser.parse_args()


def tyro_cli(function, *_, **__):
    if dataclasses.is_dataclass(function):
        parser = argparse.ArgumentParser(description=inspect.getdoc(function))
        add_fields(parser, function, dashes=True)
        parser.parse_args()
    tell(function, "tyro", OPTIONS, dashes=True)


def jsonargparse_cli(components=None, *_, **__):
    if components is None:
        names = sys._getframe(1).f_globals
        own = {key: value for key, value in names.items() if inspect.isfunction(value) and value.__module__ == "__main__"}
        components = next(iter(own.values())) if len(own) == 1 else own
    tell(components, "jsonargparse", KEYWORDS)


def positional_first(function, *_, **__):
    """clize and cyclopts: what is not keyword-only is positional."""
    tell(function, "argparse", POSITIONALS)


def plac_annotations(**said):
    def decorate(function):
        function.__annotations__ = dict(function.__annotations__, **said)
        return function

    return decorate


def plac_call(function, *_, **__):
    """plac: positionals, but for what is annotated (help, kind, abbreviation, type, choices, metavar)."""
    from .argparse_ import spec_of_parser

    parser = argparse.ArgumentParser(description=inspect.getdoc(function))
    for name, parameter in inspect.signature(function).parameters.items():
        said = function.__annotations__.get(name)
        said = said if isinstance(said, tuple) else (said if isinstance(said, str) else None,)
        help, kind, short, convert, choices, metavar = tuple(said) + (None,) * (6 - len(said))
        flags = (["-" + short] if short else []) + ["--" + name.replace("_", "-")]
        has_default = parameter.default is not parameter.empty
        default = parameter.default if has_default else None
        keywords = {"type": convert, "choices": choices, "metavar": metavar, "default": default, "help": help}
        if kind == "flag":
            parser.add_argument(*flags, action="store_true", help=help)
        elif kind == "option":
            parser.add_argument(*flags, **keywords)
        elif parameter.kind is parameter.VAR_POSITIONAL:
            parser.add_argument(name, nargs="*", **dict(keywords, default=None))
        elif parameter.kind is not parameter.VAR_KEYWORD:
            parser.add_argument(name, nargs="?" if has_default else None, **keywords)
    finish(spec_of_parser(parser))


def keywords_as_options(functions, *_, **__):
    tell(functions, "argparse", KEYWORDS, dashes=True)


def hydra_main(*_, **__):
    def decorate(function):
        def main():
            from .argparse_ import spec_of_parser

            parser = argparse.ArgumentParser(description=inspect.getdoc(function))
            parser.add_argument("overrides", nargs="*", help="Settings as key=value")
            parser.add_argument("--multirun", "-m", action="store_true")
            parser.add_argument("--config-path", "-cp")
            parser.add_argument("--config-name", "-cn")
            finish(spec_of_parser(parser))

        return main

    return decorate


class App:
    """cyclopts': functions as commands."""

    def __init__(self, name=None, help=None, **_):
        self.name, self.help, self.commands, self.main = name, help, {}, None

    def command(self, function=None, name=None, **_):
        if function is None:
            return lambda given: self.command(given, name)
        called = name or getattr(function, "name", None) or getattr(function, "__name__", "command")
        self.commands[called if isinstance(called, str) else called[0]] = function
        return function

    def default(self, function=None, **_):
        if function is None:
            return self.default
        self.main = function
        return function

    def __call__(self, *_, **__):
        from .argparse_ import spec_of_parser

        parser = argparse.ArgumentParser(description=self.help)
        self.fill(parser)
        finish(spec_of_parser(parser))

    def fill(self, parser):
        if self.main is not None:
            add_parameters(parser, self.main, POSITIONALS, True)
        if self.commands:
            children = parser.add_subparsers(dest="command", required=self.main is None)
            for name, one in self.commands.items():
                child = children.add_parser(name.replace("_", "-"), help=(inspect.getdoc(one) or "").split("\n")[0] or None)
                one.fill(child) if isinstance(one, App) else add_parameters(child, one, POSITIONALS, True)


NAMES = {
    ("transformers", "HfArgumentParser"): HfArgumentParser, ("trl", "TrlParser"): HfArgumentParser,
    ("simple_parsing", "ArgumentParser"): DataclassParser, ("simple_parsing", "parse"): parse_dataclass,
    ("tap", "Tap"): Tap, ("tyro", "cli"): tyro_cli,
    ("jsonargparse", "CLI"): jsonargparse_cli, ("jsonargparse", "auto_cli"): jsonargparse_cli,
    ("plac", "call"): plac_call, ("plac", "annotations"): plac_annotations,
    ("jsonargparse", "ArgumentParser"): DataclassParser, ("clize", "run"): positional_first, ("defopt", "run"): keywords_as_options,
    ("argh", "dispatch_command"): keywords_as_options, ("argh", "dispatch_commands"): keywords_as_options,
    ("hydra", "main"): hydra_main, ("cyclopts", "App"): App, ("cyclopts", "run"): positional_first,
    ("simple_parsing", "field"): dataclasses.field,
}
