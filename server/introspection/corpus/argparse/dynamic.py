import argparse
import datetime
import os
import random
import time
import uuid

YEAR = 2020
NOW = datetime.date.today()


def stamp():
    return "run-" + time.strftime("%H%M%S")


parser = argparse.ArgumentParser()
parser.add_argument("--year", type=int, default=YEAR)
parser.add_argument("--day", type=datetime.date.fromisoformat, default=datetime.date.today().isoformat())
parser.add_argument("--until", default=str(NOW))
parser.add_argument("--run", type=uuid.UUID, default=uuid.uuid4())
parser.add_argument("--seed", type=int, default=random.randint(0, 9))
parser.add_argument("--name", default=stamp())
parser.add_argument("--jobs", type=int, default=os.cpu_count())
parser.parse_args()
