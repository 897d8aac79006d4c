import click


@click.group(help="Copies things.", epilog="Bye.")
@click.option("--debug/--no-debug", default=False)
@click.version_option("9.9")
def cli(debug):
    pass


@cli.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
@click.argument("targets", nargs=-1)
@click.option("-n", "--count", type=click.IntRange(1, 10), default=1, help="how many")
@click.option("--ratio", type=click.FloatRange(min=0, min_open=True))
@click.option("--shout", is_flag=True)
@click.option("--up", "mode", flag_value="up")
@click.option("--down", "mode", flag_value="down")
@click.option("-v", "--verbose", count=True)
@click.option("--kind", type=click.Choice(["a", "b"]), required=True)
@click.option("--pos", nargs=2, type=float)
@click.option("--tag", multiple=True)
@click.option("--password", prompt=True, hide_input=True)
@click.option("--out", type=click.File("w"), default="-")
@click.option("--day", type=click.DateTime(formats=["%Y-%m-%d"]))
@click.option("--env", envvar="MY_ENV", hidden=True)
def copy(**options):
    """Copy things.

    A longer text.
    """
    raise SystemExit("the work was done")


@cli.group()
def sub():
    """Nested."""


@sub.command("leaf")
@click.option("--x")
def leaf(x):
    pass


if __name__ == "__main__":
    cli()
