"""cleo: commands of one and of two words."""
from cleo.application import Application
from cleo.commands.command import Command
from cleo.helpers import argument, option


class Greet(Command):
    name = "greet"
    description = "Greets someone"
    arguments = [argument("name", description="Who?", optional=True)]
    options = [
        option("yell", "y", description="loud", flag=True),
        option("iterations", None, "how often", flag=False, default=1),
        option("color", "c", "a colour", flag=False, value_required=False),
        option("tag", None, "any number", flag=False, multiple=True),
    ]

    def handle(self):
        raise SystemExit("the work was done")


class Clear(Command):
    name = "cache clear"
    description = "Clears the cache"
    arguments = [argument("caches", multiple=True)]

    def handle(self):
        raise SystemExit("the work was done")


application = Application("tool", "1.2")
application.add(Greet())
application.add(Clear())
if __name__ == "__main__":
    application.run()
