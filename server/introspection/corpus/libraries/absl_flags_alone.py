"""Flags of absl without app.run()."""
import sys

from absl import flags

FLAGS = flags.FLAGS
flags.DEFINE_integer("size", 4, "how big", lower_bound=1)
FLAGS(sys.argv)
raise SystemExit("the work was done")
