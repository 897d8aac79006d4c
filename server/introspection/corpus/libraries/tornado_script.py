"""tornado.options."""
from tornado.options import define, options, parse_command_line

define("port", default=8888, help="run on the given port", type=int)
define("debug", default=False, help="debug mode")
define("name", type=str, help="a name", metavar="NAME", group="application")
define("numbers", type=int, multiple=True)


def main():
    parse_command_line()
    raise SystemExit("the work was done on %s" % options.port)


if __name__ == "__main__":
    main()
