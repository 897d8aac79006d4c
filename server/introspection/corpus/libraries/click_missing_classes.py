"""Classes of packages that are not installed: a group, a command, an option, a decorator."""
import click
from missing_aliases import AliasedGroup
from missing_colors import ColoredCommand, JsonOption, shown_as_window


class OwnGroup(AliasedGroup):
    def get_command(self, context, name):
        return super().get_command(context, name)


@shown_as_window()
@click.group(cls=OwnGroup, default="listing", default_if_no_args=True)
def cli():
    """Tools."""


@cli.command(aliases=["ls"])
@click.option("--count", default=3, help="How many.")
def listing(count):
    """List them."""


@cli.group(cls=AliasedGroup)
def relate():
    """Relations."""


@relate.command(cls=ColoredCommand, help_color="blue")
@click.option("--name", cls=JsonOption, fancy=True, required=True)
def equal(name):
    """Equals."""


if __name__ == "__main__":
    cli()
