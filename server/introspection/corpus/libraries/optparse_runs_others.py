"""optparse up to the first word, which is a program to run: there are no commands."""
import optparse
import subprocess

parser = optparse.OptionParser(usage="%prog [options] PROGRAM [ARGUMENT ...]")
parser.disable_interspersed_args()
parser.add_option("-n", "--times", type="int", default=1)
options, args = parser.parse_args()
for _ in range(options.times):
    subprocess.call(args)
