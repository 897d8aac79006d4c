import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
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

// What click 8.5.1, argcomplete 3.6.3 and clap_complete 4.6.12 answer for a program with --verbose and the command `add`.

const click = `#!/bin/sh
case "$_CLICK_TOOL_COMPLETE:$COMP_WORDS:$COMP_CWORD:$*" in
  "zsh_complete:click-tool -:1:") printf 'plain\\n--verbose\\nMore output.\\nplain\\n-v\\nMore output.\\nplain\\n--help\\nShow this message and exit.\\n' ;;
  "zsh_complete:click-tool :1:") printf 'plain\\nadd\\nAdds a file.\\n' ;;
  "zsh_complete:click-tool add -:2:") printf 'plain\\n--name\\nThe name.\\nplain\\n--help\\nShow this message and exit.\\n' ;;
  "zsh_complete:click-tool add :2:") printf 'plain\\nsmall\\n_\\nplain\\nlarge\\n_\\n' ;;
  ":::add --help"|":::add small --help"|":::add large --help") printf 'Usage: tool add [OPTIONS] {small|large}\\n\\n  Adds a file.\\n\\nOptions:\\n  --help  Show this message and exit.\\n' ;;
  ":::--help") printf 'Usage: tool [OPTIONS] COMMAND [ARGS]...\\n\\nOptions:\\n  --help  Show this message and exit.\\n' ;;
esac
`;

const argcomplete = `#!/bin/sh
# PYTHON_ARGCOMPLETE_OK
h='-h\\tshow this help message and exit\\n--help\\tshow this help message and exit\\n'
v='-v\\tMore output.\\n--verbose\\tMore output.'
case "$_ARGCOMPLETE:$COMP_LINE:$COMP_POINT:$*" in
  "1:argc-tool -:11:") printf -- "$h$v" >&8 ;;
  "1:argc-tool :10:") printf -- "$h$v"'\\nadd\\tAdds a file.' >&8 ;;
  "1:argc-tool add -:15:") printf -- "$h"'--name\\tThe name.' >&8 ;;
  "1:argc-tool add :14:") printf -- "$h"'--name\\tThe name.\\nsmall\\t\\nlarge\\t' >&8 ;;
  *":add "*"--help") echo "usage: tool add [-h] {small,large}" ;;
  *":--help") echo "usage: tool [-h] {add} ..." ;;
esac
`;

// The real yargs, in one file, as packages for the command line often are.
const yargs = async () => {
  const contents = `require("yargs")(process.argv.slice(2)).scriptName("yargs-tool")
    .option("verbose", { type: "boolean", alias: "v", describe: "More output" })
    .command("add <kind>", "Adds a file", (command) =>
      command.positional("kind", { choices: ["small", "large"] }).option("name", { describe: "The name" }))
    .completion("completion", false, (text, argv, standard, done) => standard((_, words) => done([...words, "--unlisted"])))
    .parse();`;
  const stdin = { contents, resolveDir: import.meta.dirname };
  const { outputFiles } = await build({ stdin, bundle: true, platform: "node", write: false, logLevel: "silent" });
  return `#!/usr/bin/env node\n${outputFiles[0]?.text}`;
};

const clapAtRunTime = `#!/bin/sh
# clap_complete/src/env
case "$COMPLETE:$*" in
  "fish:-- clap-env-tool -") printf -- '-v\\tMore output\\n-h\\tPrint help\\n' ;;
  "fish:-- clap-env-tool --") printf -- '--verbose\\tMore output\\n--help\\tPrint help\\n' ;;
  "fish:-- clap-env-tool ") printf -- 'add\\tAdds a file\\nhelp\\tPrint this message or the help of the given subcommand(s)\\n--verbose\\tMore output\\n--help\\tPrint help\\n' ;;
  "fish:-- clap-env-tool add -") printf -- '-h\\tPrint help\\n' ;;
  "fish:-- clap-env-tool add --") printf -- '--name\\tThe name\\n--help\\tPrint help\\n' ;;
  "fish:-- clap-env-tool add ") printf 'small\\nlarge\\n--name\\tThe name\\n--help\\tPrint help\\n' ;;
  ":add "*"--help") printf 'Adds a file\\n\\nUsage: tool add <KIND>\\n' ;;
  ":--help") printf 'A tool\\n\\nUsage: tool [OPTIONS] [COMMAND]\\n' ;;
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

  test.each([
    ["click", "click-tool", click, [["--verbose", "-v"]]],
    ["argcomplete", "argc-tool", argcomplete, [["-v", "--verbose"]]],
    ["clap at run time", "clap-env-tool", clapAtRunTime, [["-v", "--verbose"]]],
  ])("%s: flags and sub-commands, and no choices for sub-commands", async (_, name, content, flags) => {
    const command = await commandOf(name, content);
    expect(optionsOf(command)?.map((option) => option.flags)).toEqual(flags);
    expect(command?.subcommands?.commands.map((each) => each.name)).toEqual(["add"]);
    const [add] = command?.subcommands?.commands ?? [];
    expect(add?.subcommands).toBeUndefined();
    expect(optionsOf(add)?.flatMap((option) => option.flags)).toEqual(["--name"]);
  });

  test("yargs: flags and sub-commands, and what its help texts do not show", async () => {
    const command = await commandOf("yargs-tool", await yargs());
    expect(optionsOf(command)?.map(({ flags }) => flags)).toEqual([["-v", "--verbose"], ["--unlisted"]]);
    expect(command?.subcommands?.commands.map(({ name, help }) => [name, help])).toEqual([["add", "Adds a file"]]);
    expect(optionsOf(command?.subcommands?.commands[0])?.flatMap(({ flags }) => flags)).toEqual(["--name"]);
  });

  test("a program that shows none of these libraries is not asked", async () => {
    const command = await commandOf("other-tool", unknown);
    expect(optionsOf(command)?.flatMap(({ flags }) => flags)).toEqual(["--shown"]);
  });
});
