"""Has no parser, just work."""
import os
import pathlib

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

MARKER.touch()
