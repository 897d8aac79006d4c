"""Leaves at once, and its source tells nothing."""
import sys

import click

sys.exit("not with me")
