"""Groups, exclusives, parents, nested sub-commands with aliases."""
import argparse


def build():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--shared", help="from a parent")
    parser = argparse.ArgumentParser(
        prefix_chars="-+", fromfile_prefix_chars="@", allow_abbrev=False, parents=[common]
    )
    group = parser.add_argument_group("Output", "Where results go")
    group.add_argument("--to", required=True)
    either = group.add_mutually_exclusive_group(required=True)
    either.add_argument("--as-text", action="store_true")
    either.add_argument("--as-format")
    loose = parser.add_mutually_exclusive_group()
    loose.add_argument("-q", action="store_true")
    loose.add_argument("+q", action="store_true", dest="not_q")
    parser.add_argument("-1", dest="one", action="store_true")
    parser.add_argument("source")
    commands = parser.add_subparsers(dest="command", required=True, title="Commands", metavar="DO", help="what to do")
    add = commands.add_parser("add", aliases=["a", "plus"], help="adds", description="Adds things.", parents=[common])
    add.add_argument("n", type=int, nargs="+")
    remote = commands.add_parser("remote", help="far away")
    deeper = remote.add_subparsers(dest="what")
    remove = deeper.add_parser("rm")
    remove.add_argument("--force", action="store_true")
    commands.add_parser("secret", help=argparse.SUPPRESS)
    return parser


def run(argv=None):
    return build().parse_args(argv)


if __name__ == "__main__":
    try:
        run()
    except BaseException:
        print("swallowed")
