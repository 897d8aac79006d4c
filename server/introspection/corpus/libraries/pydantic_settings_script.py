"""pydantic-settings: commands and types."""
from typing import List, Literal, Optional

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, CliApp, CliPositionalArg, CliSubCommand


class Init(BaseModel):
    directory: CliPositionalArg[str]


class Clone(BaseModel):
    repository: str
    depth: Optional[int] = Field(None, description="how deep")
    bare: bool = False

    def cli_cmd(self):
        raise SystemExit("the work was done")


class Git(BaseSettings, cli_prog_name="git"):
    init: CliSubCommand[Init]
    clone: CliSubCommand[Clone]
    mode: Literal["fast", "slow"] = "fast"
    tags: List[str] = []

    def cli_cmd(self):
        CliApp.run_subcommand(self)


CliApp.run(Git)
