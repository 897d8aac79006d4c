"""A lenient parser with commands reads the command line; a small strict one is made afterwards for settings."""
import argparse
import sys

parser = argparse.ArgumentParser(description="Calendar")
parser.add_argument("--calendar", action="append")
commands = parser.add_subparsers(dest="command")
agenda = commands.add_parser("agenda")
agenda.add_argument("--military", action="store_true")
found, others = parser.parse_known_args(sys.argv[1:])
settings = argparse.ArgumentParser()
settings.add_argument("--width", type=int)
settings.parse_args()
