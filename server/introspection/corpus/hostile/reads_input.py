"""Asks a person."""
import argparse

name = input("who? ")

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
