"""optparse up to the first word; the help names no commands, but the source compares them."""
import optparse

parser = optparse.OptionParser(usage="%prog [options] COMMAND ...")
parser.disable_interspersed_args()
parser.add_option("-q", "--quiet", action="store_true")
options, args = parser.parse_args()
if args[0] == "pull":
    pull = optparse.OptionParser()
    pull.add_option("--depth", type="int")
    pull.parse_args(args[1:])
elif args[0] == "push":
    push = optparse.OptionParser()
    push.add_option("--force", action="store_true")
    push.parse_args(args[1:])
