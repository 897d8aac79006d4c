import click


class Loaded(click.Group):
    """Half of its commands are known only when asked for."""

    def list_commands(self, ctx):
        return sorted(super().list_commands(ctx) + ["one", "two"])

    def get_command(self, ctx, name):
        if name not in ("one", "two"):
            return super().get_command(ctx, name)

        @click.command(name)
        @click.option("--level", type=click.IntRange(0, 3))
        def loaded(level):
            pass

        return loaded


@click.command(cls=Loaded)
@click.pass_context
def cli(ctx):
    pass


@cli.command()
@click.argument("source", type=click.Path(exists=True), nargs=-1)
@click.option("--shout/--no-shout", default=False)
def three(source, shout):
    pass


if __name__ == "__main__":
    cli(obj={})
