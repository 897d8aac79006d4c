"""invoke: a program of tasks."""
from invoke import Collection, Program, task


@task(help={"name": "who to greet"})
def hello(context, name, loud=False, number=1, quiet=True):
    """Says hello."""
    raise SystemExit("the work was done")


@task
def build(context, target="all"):
    raise SystemExit("the work was done")


program = Program(namespace=Collection(hello, build), version="1.0", name="tool")
if __name__ == "__main__":
    program.run()
