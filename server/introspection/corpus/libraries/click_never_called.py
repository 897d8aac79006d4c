"""A command that nothing calls."""
import click


@click.command()
@click.option("--number", default=1)
def hello(number):
    raise SystemExit("the work was done")
