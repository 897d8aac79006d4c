import argparse
print "work"
