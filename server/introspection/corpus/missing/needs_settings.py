"""Takes its defaults from files that are not there, and its groups of options from a library that is not."""
import json
import argparse
from notthere.common import add_arguments, models

with open("settings.json") as file:
    settings = json.loads(file.read())
parser = argparse.ArgumentParser()
add_arguments(parser)
models.register(parser.add_subparsers(dest="model"))
parser.add_argument("--host", default=settings["server"]["host"])
parser.set_defaults(**settings.get("defaults", {}))
parser.parse_args()
