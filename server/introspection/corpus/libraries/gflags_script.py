"""gflags, from which absl's flags come."""
import sys

import gflags

FLAGS = gflags.FLAGS
gflags.DEFINE_string("name", "bob", "who")
gflags.DEFINE_integer("count", 3, "how many", lower_bound=0)
gflags.DEFINE_boolean("loud", False, "shout", short_name="l")
gflags.DEFINE_multistring("tag", [], "any number")


def main(argv):
    argv = FLAGS(argv)
    raise SystemExit("the work was done")


if __name__ == "__main__":
    main(sys.argv)
