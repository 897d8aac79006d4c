"""Waits before its parser."""
import argparse
import time

time.sleep(1000)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
