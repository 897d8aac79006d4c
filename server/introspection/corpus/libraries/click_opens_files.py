"""Opens what it is given as the argument of a function."""
import click


@click.command()
@click.argument("letters")
@click.option("--greeting")
def main(letters, greeting):
    with open(letters) as file:
        print(greeting, file.read())


main()
