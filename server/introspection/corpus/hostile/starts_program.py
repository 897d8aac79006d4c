"""Starts a program first."""
import argparse
import pathlib
import subprocess

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

subprocess.run(["touch", str(MARKER)], check=True)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
