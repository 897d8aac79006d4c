"""plumbum.cli: switches, a signature and a sub-command."""
from plumbum import cli


class Tool(cli.Application):
    """A tool."""

    VERSION = "1.0"
    verbose = cli.Flag(["v", "verbose"], help="talk")
    more = cli.CountOf("m", help="more")
    level = cli.SwitchAttr(["-l", "--level"], cli.Range(1, 10), default=3, help="how much")
    mode = cli.SwitchAttr("--mode", cli.Set("fast", "slow"), mandatory=True)
    tags = cli.SwitchAttr("--tag", str, list=True)

    def main(self):
        raise SystemExit("the work was done")


@Tool.subcommand("copy")
class Copy(cli.Application):
    """Copies."""

    deep = cli.Flag("--deep")

    def main(self, source, target="out", *others):
        raise SystemExit("the work was done")


if __name__ == "__main__":
    Tool.run()
