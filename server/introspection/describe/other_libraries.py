"""tyro and jsonargparse, which end in an argparse parser of their own making; cyclopts and clize, which read functions."""
import sys
import warnings

from .argparse_ import spec_of_parser
from .session import finish, from_command_line

KEPT = ("prog", "description", "default", "use_underscores", "config", "registry")


def hook_tyro(module):
    makers = [sys.modules.get(name) for name in ("tyro._cli", "tyro.extras")]
    get_parser = next(maker.get_parser for maker in makers if hasattr(maker, "get_parser"))

    def cli(function, **keywords):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = get_parser(function, **{key: keywords[key] for key in KEPT if key in keywords})
        finish(spec_of_parser(parser, "tyro"))

    module.cli = cli


def hook_jsonargparse(module):
    parser_class = module.ArgumentParser
    original = parser_class.parse_args

    def parse_args(self, args=None, *rest, **keywords):
        if args is not None and not from_command_line(args):
            return original(self, args, *rest, **keywords)
        finish(spec_of_parser(self, "jsonargparse"))

    parser_class.parse_args = parse_args


def hook_cyclopts(module):
    from .standin_functions import App, positional_first

    def call(self, *_, **__):
        copy_app(self, App)()

    module.App.__call__ = call
    module.run = positional_first


def copy_app(app, kind):
    """An App of theirs as one of ours: its own function, and its commands but for help and version."""
    copied = kind(help=app.help if isinstance(app.help, str) else None)
    copied.main = app.default_command
    for name in app:
        inner = app[name]
        if not name.startswith("-"):
            copied.commands[name] = copy_app(inner, kind) if list(nested(inner)) else inner.default_command
    return copied


def nested(app):
    return (name for name in app if not name.startswith("-"))


def hook_clize(module):
    from .standin_functions import positional_first

    module.run = positional_first
