"""usage: git [--version] <command> [<args>...]

options:
   --version  show
   
The commands are:
   add   Add file
   commit  Record
"""
from docopt import docopt
import sys
ADD = """usage: git add [options] [<filepattern>...]

    -n, --dry-run   dry
"""
COMMIT = """usage: git commit [options]

    -m, --message MSG   message
"""
if __name__ == "__main__":
    args = docopt(__doc__, version="1", options_first=True)
    argv = [args["<command>"]] + args["<args>"]
    if args["<command>"] == "add":
        print(docopt(ADD, argv=argv))
    elif args["<command>"] == "commit":
        print(docopt(COMMIT, argv=argv))
