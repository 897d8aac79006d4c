"""Needs a variable, a file, a folder, a program's answer and a person before it comes to its parser."""
import argparse
import json
import os
import socket
from importlib.metadata import version

token = os.environ["TOKEN_OF_NOBODY"]
with open("no_such_settings.json") as file:
    settings = json.load(file)
os.makedirs("/var/log/of-nobody", exist_ok=True)
with open("/var/log/of-nobody/log.txt", "a") as log:
    log.write("started")
name = input("Who? ")
address = socket.gethostbyname("nowhere.invalid")
release = version("of-nobody")
size = int(os.environ["SIZE_OF_NOBODY"])
speed = os.environ.get("SPEED_OF_NOBODY", "fast")

parser = argparse.ArgumentParser()
parser.add_argument("--version", action="version", version=release)
parser.add_argument("--token", default=token)
parser.add_argument("--mode", choices=settings["modes"])
parser.add_argument("--speed", default=speed)
for key in ("red", "green"):
    parser.add_argument("--" + key, type=int, default=size)
parser.parse_args()
raise SystemExit("the work was done")
