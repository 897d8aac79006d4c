"""Works in another thread."""
import argparse
import pathlib
import threading
import time

MARKER = pathlib.Path(__file__).resolve().with_name("MARKER")

def work():
    while True:
        try:
            MARKER.touch()
        except OSError:
            time.sleep(0.001)


threading.Thread(target=work).start()
time.sleep(0.05)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
