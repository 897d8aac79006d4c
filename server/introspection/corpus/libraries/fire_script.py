import fire


class Calculator:
    """A calculator."""

    def __init__(self, offset: int = 0):
        self.offset = offset

    def add(self, a: int, b: float = 2.0, *rest, loud=False, unit="5", note="none"):
        """Adds.

        Args:
          a: first number
        """
        return self.offset + a + b


if __name__ == "__main__":
    fire.Fire(Calculator)
