import enum
from pathlib import Path
from typing import List, Optional

import typer


class Kind(str, enum.Enum):
    A = "aa"
    B = "bb"


def main(
    name: str = typer.Argument(..., help="your name"),
    n: int = typer.Option(1, min=1, max=9),
    kind: Kind = Kind.A,
    path: Optional[Path] = None,
    tags: List[str] = typer.Option([], rich_help_panel="Extras"),
    force: bool = False,
):
    """Says hello."""


if __name__ == "__main__":
    typer.run(main)
