from enum import Enum
from typing import List, Literal, Optional

import pandas_that_is_missing


class Colour(Enum):
    RED = "r"
    BLUE = "b"


def main(
    name: str, n: int = 3, kind: Literal["a", "b"] = "a", tags: List[str] = [], colour: Colour = Colour.RED,
    ratio: Optional[float] = None, when: "datetime.date" = None, *, loud: bool = False
):
    """Greets.

    Args:
        name: whom to greet
    """
    return pandas_that_is_missing.DataFrame([name])
