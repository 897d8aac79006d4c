"""optparse up to the first word, which names a command with a parser of its own."""
import optparse
import sys

COMMANDS = {"add": "Add a page.", "drop": "Drop pages.", "help": "Show this help."}


def main():
    lines = "\n".join("  %-10s %s" % pair for pair in COMMANDS.items())
    parser = optparse.OptionParser(usage="%prog [options] <command>\n\nCommands:\n" + lines, version="%prog 2.0")
    parser.disable_interspersed_args()
    parser.add_option("--root", help="where the pages are")
    options, words = parser.parse_args()
    if not words or words[0] not in COMMANDS:
        parser.error("no such command")
    command = optparse.OptionParser(usage="%prog " + words[0] + " [options] PAGE")
    command.add_option("--title" if words[0] == "add" else "--force", action="store")
    command.parse_args(words[1:])
    raise SystemExit("the work was done")


main()
