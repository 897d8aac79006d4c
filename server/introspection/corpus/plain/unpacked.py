from sys import argv

script, first, second, *others = argv
raise SystemExit("the work was done")
