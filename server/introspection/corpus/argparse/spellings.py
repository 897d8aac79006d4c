"""Types that take more than plain numbers and truth values, which a form must not forbid."""
import argparse
import json


def size(string):
    for unit, factor in (("k", 10**3), ("M", 10**6), ("GB", 10**9)):
        if string.endswith(unit):
            return int(string[: -len(unit)]) * factor
    return int(string)


parser = argparse.ArgumentParser()
parser.add_argument("--address", type=lambda string: int(string, 0))
parser.add_argument("--share", type=lambda string: float(string.rstrip("%")) / 100)
parser.add_argument("--size", type=size)
parser.add_argument("--settings", type=lambda string: json.loads(string))
parser.add_argument("--count", type=lambda string: max(0, int(string)))
parser.add_argument("--half", type=eval, choices=[True, False], default=True)
parser.parse_args()
