import argparse
import datetime
import random
import uuid

YEAR = 2020
NOW = datetime.date.today()
parser = argparse.ArgumentParser()
parser.add_argument("--year", type=int, default=YEAR)
parser.add_argument("--day", type=datetime.date.fromisoformat, default=datetime.date.today().isoformat())
parser.add_argument("--until", default=str(NOW))
parser.add_argument("--run", type=uuid.UUID, default=uuid.uuid4())
parser.add_argument("--seed", type=int, default=random.randint(0, 9))
parser.parse_args()
