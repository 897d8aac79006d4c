"""Puts a list of its own in the place of the choices of its commands."""
import argparse

parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command")
commands.required = True
commands.add_parser("old").add_argument("--old")
commands.add_parser("new", aliases=["n"]).add_argument("--new")
commands.choices = ["new", "n"]
parser.parse_args()
