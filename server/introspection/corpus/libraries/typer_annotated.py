from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import List, Optional, Tuple

import typer

try:
    from typing import Annotated
except ImportError:
    from typing_extensions import Annotated


class Color(str, Enum):
    red = "red"
    green = "green"


app = typer.Typer(help="An application")
more = typer.Typer()
app.add_typer(more, name="more", help="More of it")


@app.command()
def build(
    name: Annotated[str, typer.Argument(help="the name")],
    color: Annotated[Color, typer.Option("--color", "-c")] = Color.red,
    out: Optional[Path] = None,
    count: Annotated[int, typer.Option(min=1, max=5)] = 2,
    tags: Annotated[Optional[List[str]], typer.Option()] = None,
    size: Tuple[int, int] = (1, 2),
    when: datetime = None,
    force: bool = False,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True)] = 0,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True)] = "x",
):
    """Build it."""


@more.command("do-it")
def do_it(files: List[Path], ratio: float = 0.5, sure: bool = True):
    pass


@app.callback()
def main(context: typer.Context, debug: bool = False):
    pass


if __name__ == "__main__":
    app()
