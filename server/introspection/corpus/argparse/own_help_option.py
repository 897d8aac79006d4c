"""optparse with a help option of its own, which lists the commands."""
import optparse
import sys


class Parser(optparse.OptionParser):
    def __init__(self, **words):
        super().__init__(add_help_option=False, **words)
        self.add_option("-h", "--help", action="store_true")


words = sys.argv[1:]
if words and not words[0].startswith("-"):
    parser = Parser(usage="%prog " + words[0])
    parser.add_option("--fast" if words[0] == "run" else "--all", action="store_true")
    parser.parse_args(words[1:])
    raise SystemExit("the work was done")
parser = Parser()
parser.add_option("--config")
options, _ = parser.parse_args(words)
print("Measures.\n\nCommands:\n    run     Run a program.\n    report  Show the result.\n")
