"""Its parser's class is in a package that did not come with it, and takes words of its own."""
from .parsers import ArgumentParser
from notthere.extras import ArgumentParser as Another

other = Another(description="Another")
parser = ArgumentParser(description="Own", colour=True)
parser.add_argument("--own", type=int)
parser.parse_args()
