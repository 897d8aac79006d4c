"""Commands that are placeholders until they are run."""
import click


class Later(click.Command):
    def made(self):
        return click.Command(self.name, params=[click.Option(["--level"], type=int)])


class Group(click.Group):
    def list_commands(self, ctx):
        return [name.split(" | ")[0] for name in self.commands]

    def get_command(self, ctx, name):
        return next((command for key, command in self.commands.items() if name in key.split(" | ")), None)

    def resolve_command(self, ctx, args):
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.made() if isinstance(command, Later) else command, rest


@click.group(cls=Group)
def cli():
    pass


cli.add_command(Later("go"))
cli.add_command(Later("stop | halt"))
cli()
