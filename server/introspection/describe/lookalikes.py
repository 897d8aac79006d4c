"""Stand-ins for libraries that only extend argparse (Gooey, configargparse): plain argparse, so the form still comes."""
import argparse
import importlib
import inspect

from .argparse_ import original
from .spec import jsonable

PARSERS = {
    ("configargparse", "ArgParser"), ("configargparse", "ArgumentParser"), ("configargparse", "Parser"),
    ("gooey", "GooeyParser"), ("rich_argparse_plus", "ArgumentParser"),
}
EXTRA_ARGUMENT = ("env_var", "is_config_file", "is_config_file_arg", "is_write_out_config_file_arg")

# library module -> ours that declares parameters as it does
STANDINS = {"click": "standin_click", "click.core": "standin_click", "click.types": "standin_click",
            "rich_click": "standin_click", "asyncclick": "standin_click", "click.decorators": "standin_click",
            "click.exceptions": "standin_click", "typer": "standin_typer", "absl.flags": "standin_absl",
            "tensorflow.flags": "standin_absl", "tensorflow.app.flags": "standin_absl",
            "tensorflow.compat.v1.flags": "standin_absl", "docopt": "standin_docopt",
            "click_option_group": "standin_option_group"}
FUNCTIONS = ("transformers", "trl", "simple_parsing", "tap", "tyro", "jsonargparse", "plac", "clize", "defopt", "argh",
             "hydra", "cyclopts")
# stand-in modules whose function is taken as that of the real ones is
HOOKED = {"fire": ("fire_", "hook"), "docopt": ("docopt_", "hook")}
# `from absl import flags`: the name is a module of its own
MODULES = ("absl.flags", "tensorflow.flags", "tensorflow.app", "tensorflow.app.flags", "tensorflow.compat",
           "tensorflow.compat.v1", "tensorflow.compat.v1.app", "tensorflow.compat.v1.flags", "absl.app")


def lookalike(module, name):
    """What to put in place of module.name, or None for an ordinary stub."""
    if "%s.%s" % (module, name) in MODULES:
        from .stubs import stub_module

        return stub_module("%s.%s" % (module, name), ("*",))
    if module == "typing_extensions":
        import typing

        return getattr(typing, name, None)
    if name == "run" and module in MODULES and module.endswith("app"):
        return importlib.import_module(".standin_absl", __package__).run
    if module in FUNCTIONS:
        return importlib.import_module(".standin_functions", __package__).NAMES.get((module, name))
    if module in STANDINS:
        return vars(importlib.import_module("." + STANDINS[module], __package__)).get(name)
    if (module, name) in PARSERS:
        return LenientParser
    if (module, name) == ("gooey", "Gooey"):
        return gooey_decorator
    if module.startswith("rich_argparse") and name.endswith("HelpFormatter"):
        return argparse.HelpFormatter
    # Whoever else has a class of that name extends argparse's.
    return LenientParser if name == "ArgumentParser" else None


def take_over(name, module):
    """Give a stand-in module the function that ends with the description, where the real one is given one."""
    if name in HOOKED:
        ours, function = HOOKED[name]
        getattr(importlib.import_module("." + ours, __package__), function)(module)


def gooey_decorator(*args, **kwargs):
    if len(args) == 1 and callable(args[0]) and not kwargs:
        return args[0]
    return lambda function: function


class LenientMixin:
    def add_argument(self, *args, **kwargs):
        widget = kwargs.pop("widget", None)
        kwargs.pop("gooey_options", None)
        for extra in EXTRA_ARGUMENT:
            kwargs.pop(extra, None)
        action = super().add_argument(*args, **kwargs)
        if isinstance(widget, str) and jsonable(widget)[0]:
            action._wooey_widget = widget
        return action

    def add(self, *args, **kwargs):
        return self.add_argument(*args, **kwargs)

    add_arg = add


class LenientGroup(LenientMixin, argparse._ArgumentGroup):
    pass


class LenientMutex(LenientMixin, argparse._MutuallyExclusiveGroup):
    pass


class LenientParser(LenientMixin, argparse.ArgumentParser):
    def __init__(self, *args, **kwargs):
        known = inspect.signature(original("__init__")).parameters
        super().__init__(*args, **{name: value for name, value in kwargs.items() if name in known})

    def add_argument_group(self, *args, **kwargs):
        kwargs.pop("gooey_options", None)
        group = LenientGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *args, **kwargs):
        kwargs.pop("gooey_options", None)
        group = LenientMutex(self, *args, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group
