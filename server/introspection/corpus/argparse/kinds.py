"""Types, from the plain to the strange."""
import argparse
import ast
import datetime
import enum
import ipaddress
import json
import pathlib
import re
import sys
import uuid


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.Enum):
    LOW = 1
    HIGH = 2

    @staticmethod
    def parse(string):
        return Level[string.upper()]


def truth(string):
    if string.lower() in ("yes", "true"):
        return True
    if string.lower() in ("no", "false"):
        return False
    raise argparse.ArgumentTypeError("yes or no")


def german_date(string):
    return datetime.datetime.strptime(string, "%d.%m.%Y").date()


def percent(string):
    value = float(string)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError("0 to 100")
    return value


def parse_color(string):
    if string == "navy":
        return (0, 0, 128)
    return tuple(bytes.fromhex(re.fullmatch("#([0-9a-f]{6})", string).group(1)))


def positive(string):
    value = int(string)
    if value < 1:
        raise ValueError(string)
    return value


def makes_a_folder(string):
    (pathlib.Path(__file__).parent / "MARKER").mkdir()
    return string


def sleeps(string):
    import time

    time.sleep(30)


parser = argparse.ArgumentParser()
parser.add_argument("infile", type=argparse.FileType("r"), default=sys.stdin, nargs="?", help="read (%(default)s)")
parser.add_argument("--outfile", type=argparse.FileType("wb"), default="-")
parser.add_argument("--path", type=pathlib.Path, default=pathlib.Path("a/b"))
parser.add_argument("--int", type=int, default=3)
parser.add_argument("--float", type=float, default=0.5)
parser.add_argument("--infinite", type=float, default=float("inf"))
parser.add_argument("--bool", type=bool, default=False)
parser.add_argument("--colour", type=Colour, choices=list(Colour), default=Colour.RED)
parser.add_argument("--colour-free", type=Colour)
parser.add_argument("--level", type=Level.parse, choices=list(Level), default=Level.LOW)
parser.add_argument("--port", type=int, choices=range(1, 65536), default=8080)
parser.add_argument("--small", type=int, choices=range(3))
parser.add_argument("--unreachable", type=str, choices=[1, 2.5, ("x",)])
parser.add_argument("--iso", type=datetime.date.fromisoformat, default=datetime.date(2024, 1, 2))
parser.add_argument("--timestamp", type=datetime.datetime.fromisoformat)
parser.add_argument("--german", type=german_date)
parser.add_argument("--json", type=json.loads, default={"a": [1]})
parser.add_argument("--literal", type=ast.literal_eval)
parser.add_argument("--truth", type=truth, default=False)
parser.add_argument("--percent", type=percent, default=12.5)
parser.add_argument("--positive", type=positive)
parser.add_argument("--ink", type=parse_color, default="navy")
parser.add_argument("--commas", type=lambda string: string.split(","), default="a,b")
parser.add_argument("--ip", type=ipaddress.ip_address)
parser.add_argument("--uuid", type=uuid.UUID)
parser.add_argument("--regex", type=re.compile)
parser.add_argument("--now", default=datetime.datetime.now())
parser.add_argument("--folder-maker", type=makes_a_folder)
parser.add_argument("--sleeper", type=sleeps)
parser.add_argument("--password")
parser.add_argument("--number-as-text", default=5)
parser.parse_args()
