"""Options in groups of click-option-group, which has titles among the options."""
import click
from click_option_group import RequiredMutuallyExclusiveOptionGroup, optgroup


@click.command()
@optgroup.group("Server", help="where it is")
@optgroup.option("-p", "--port", type=int, default=80)
@optgroup.group("Source", cls=RequiredMutuallyExclusiveOptionGroup)
@optgroup.option("--tsv")
@optgroup.option("--json")
@click.option("--name", is_flag=False, flag_value="some", default="none")
@click.confirmation_option("--sure", help="ask nothing")
def cli(**_):
    pass


cli()
