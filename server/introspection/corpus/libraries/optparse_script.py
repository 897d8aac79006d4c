from optparse import SUPPRESS_HELP, OptionGroup, OptionParser

parser = OptionParser(usage="usage: %prog [options] SOURCE [TARGET...]", version="%prog 1.2", description="Old.")
parser.add_option("-f", "--file", dest="report", help="write to FILE [%default]", metavar="FILE", default="x.txt")
parser.add_option("-q", action="store_false", dest="verbose", default=True)
parser.add_option("-v", action="count")
parser.add_option("--kind", type="choice", choices=["a", "b"])
parser.add_option("--hidden", help=SUPPRESS_HELP)
group = OptionGroup(parser, "Danger", "careful")
group.add_option("--pair", type="int", nargs=2)
parser.add_option_group(group)
options, arguments = parser.parse_args()
raise SystemExit("the work was done")
