import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Command } from "@/command-line/spec";
import { findPython } from "@/server/sandbox/level";
import { describeScript } from "../describe";

const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-completion-"));
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

async function commandOf(name: string, content: string) {
  const file = path.join(folder, name);
  await fs.writeFile(file, content);
  const python = (await findPython()).path;
  const { spec } = await describeScript({ file, filename: name, python, ignoreBadImports: false });
  return spec?.command;
}

const optionsOf = (command?: Command) => command?.params.filter(({ kind }) => kind === "option");

// These programs answer as the libraries do: their help texts keep something back that their completion names.

const cobra = `#!/bin/sh
case "$*" in
  "__complete -") printf -- '--verbose\\tmore output\\n:4\\n' ;;
  "__complete ") printf 'add\\tAdds a file\\nhelp\\tHelp\\n:4\\n' ;;
  "__complete add -") printf -- '--loud\\tbe loud\\n--name\\tthe name\\n-n\\tthe name\\n:4\\n' ;;
  "__complete add ") printf 'one\\n:0\\n' ;;
  "add --help --name") echo "Error: flag needs an argument: --name" ;;
  "add --help"*) echo "Usage: tool add FILE" ;;
  *) printf 'A tool\\n\\nUse "tool [command] --help" for more information about a command.\\n' ;;
esac
`;

const clap = `#!/bin/sh
# built with clap
case "$*" in
  "completions fish") cat <<'END'
complete -c tool -n "__fish_use_subcommand" -l level -d 'How much' -r -f -a "low high"
complete -c tool -n "__fish_use_subcommand" -s q -l quiet -d 'No output'
END
  ;;
  *) printf 'Usage: tool [OPTIONS]\\n\\nCommands:\\n  completions  Write a completion\\n\\nOptions:\\n      --level <LEVEL>  How much\\n      --bogus  misread\\n' ;;
esac
`;

const unknown = `#!/bin/sh
case "$*" in
  __complete*) printf -- '--secret\\tnever asked\\n:4\\n' ;;
  *) printf 'Usage: tool\\n\\n  --shown  in the help text\\n' ;;
esac
`;

describe("withCompletions", () => {
  test("cobra: flags and sub-commands that the help text does not show", async () => {
    const command = await commandOf("cobra-tool", cobra);
    expect(optionsOf(command)).toMatchObject([{ flags: ["--verbose"], action: "store_true", help: "more output" }]);
    expect(command?.subcommands?.commands).toMatchObject([{ name: "add", help: "Adds a file" }]);
    expect(optionsOf(command?.subcommands?.commands[0])).toMatchObject([
      { flags: ["--loud"], action: "store_true" },
      { flags: ["--name", "-n"], action: "store", type: "string" },
    ]);
  });

  test("clap: its completion script is complete, and knows choices", async () => {
    const command = await commandOf("clap-tool", clap);
    expect(optionsOf(command)).toMatchObject([
      { flags: ["--level"], choices: [{ value: "low" }, { value: "high" }] },
      { flags: ["-q", "--quiet"], action: "store_true" },
    ]);
  });

  test("a program that shows none of these libraries is not asked", async () => {
    const command = await commandOf("other-tool", unknown);
    expect(optionsOf(command)?.flatMap(({ flags }) => flags)).toEqual(["--shown"]);
  });
});
