# /// script
# requires-python = ">=3.8"
# dependencies = [
#   "requests[socks]<3",
#   'rich',
# ]
# ///
"""What it says of itself."""
import argparse

import requests_that_is_not_there
from missing.deep.down import Thing, helper

try:
    import optional_missing
except ImportError:
    optional_missing = None

try:
    import needed_missing
except ImportError:
    raise SystemExit("pip install needed_missing")

assert optional_missing is None
__version__ = "1.2.3"


class Mine(Thing):
    limit = helper.maximum


@requests_that_is_not_there.wrap(retries=3)
def fetch():
    pass


parser = argparse.ArgumentParser()
parser.add_argument("--url", type=requests_that_is_not_there.Url, default=requests_that_is_not_there.HOME)
parser.add_argument("--kind", choices=requests_that_is_not_there.KINDS)
parser.parse_args()
