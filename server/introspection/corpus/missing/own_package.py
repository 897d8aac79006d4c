from argparse import *
from notthere_pylab import *

from . import core
from .settings import DEFAULTS, helper

parser = ArgumentParser(description=core.TEXT)
parser.add_argument("--angle", type=float, default=pi)
parser.add_argument("--level", default=DEFAULTS)
parser.add_argument("source", type=FileType("r"))
helper(parser.parse_args())
