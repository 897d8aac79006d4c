"""Values with rules of their own: options that may stand alone, dates in several formats, clamps, choices in any case."""
import datetime

import click


class Level(click.Choice):
    """A kind of choice that the script defines."""


@click.command()
@click.argument("source", nargs=-1)
@click.argument("target", required=False)
@click.option("--name", is_flag=False, flag_value="anonymous")
@click.option("--ask", prompt=True, prompt_required=False)
@click.option("--amount", type=click.IntRange(1, 10, clamp=True), default=99)
@click.option("--letter", type=click.Choice(["A", "b"], case_sensitive=False), default="a")
@click.option("--level", type=Level({"low", "high", "middle"}))
@click.option("--when", type=click.DateTime(), default=datetime.datetime(2020, 1, 2, 3, 4, 5))
@click.option("--day", type=click.DateTime(["%d.%m.%Y"]), default=datetime.datetime(2020, 1, 2))
def main(**values):
    raise SystemExit("the work was done")


if __name__ == "__main__":
    main()
