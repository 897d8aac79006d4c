import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Command } from "@/command-line/spec";
import { findPython } from "@/server/sandbox/level";
import { describeScript } from "../describe";
import { readCompletionFile } from "./files";

const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-completion-files-"));
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string) {
  await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await fs.writeFile(path.join(folder, name), content);
  return path.join(folder, name);
}

async function commandOf(name: string, content: string): Promise<Command | undefined> {
  const file = await write(name, content);
  const python = (await findPython()).path;
  const { spec } = await describeScript({ file, filename: name, python, ignoreBadImports: false });
  return spec?.command;
}

const optionsOf = (command?: Command) =>
  command?.params
    .filter(({ kind }) => kind === "option")
    .map(({ flags, nargs, choices }) => [flags, nargs ?? 1, choices?.map(({ value }) => value)]);

const printsBash = `#!/bin/bash
case "$1" in
  completion) cat <<'END'
_tool() {
  case "$3" in
    --level) COMPREPLY=( $(compgen -W "low high" -- "$2") ); return ;;
    --speed) COMPREPLY=( $(compgen -W "seconds" -- "$2") ); return ;;
    add) COMPREPLY=( $(compgen -W "--force" -- "$2") ); return ;;
  esac
  COMPREPLY=( $(compgen -W "--level= --speed add list nonsense" -- "$2") )
}
complete -F _tool tool
END
  ;;
  add|list) run "$@" ;;
  *) echo "Usage: tool [--level low|high] COMMAND" ;;
esac
`;

const printsFish = `#!/bin/sh
if [ "$1" = completion ]; then
cat <<END
complete -c tool -s o -l output -r -d 'The result'
complete -c tool -s q -l quiet -d 'No output'
END
fi
[ "$1" = --help ] && echo "  -q LEVEL  how quiet"
`;

describe("readCompletionFile", () => {
  test("bash: a script that prints its own completion", async () => {
    const command = await commandOf("prints-bash", printsBash);
    expect(optionsOf(command)).toEqual([
      [["--level"], 1, ["low", "high"]],
      [["--speed"], 1, undefined],
    ]);
    expect(command?.subcommands?.commands.map(({ name, params }) => [name, params.map(({ flags }) => flags)])).toEqual([
      ["add", [["--force"]]],
      ["list", []],
    ]);
  });

  test("fish: the help text counts more where the two differ", async () => {
    expect(optionsOf(await commandOf("prints-fish", printsFish))).toEqual([
      [["-q"], 1, undefined],
      [["-o", "--output"], 1, undefined],
    ]);
  });

  const installed = { script: "", filename: "wrapper.sh", scriptFolder: folder, work: folder };
  const read = async (content: string, filename = "wrapper.sh") =>
    readCompletionFile({ ...installed, filename, script: await write(filename, content) }, content, [folder]);

  test("installed files: for a script that passes its arguments on, and for a copy of the program", async () => {
    await write("fish/vendor_completions.d/ls.fish", "complete -c ls -l long\n");
    await write("zsh/vendor-completions/_cat", "#compdef cat\n_arguments \\\n  '--number[Number lines]'\n");
    expect((await read('#!/bin/sh\nset -e\nexec ls "$@"\n'))?.flags).toMatchObject([{ flags: ["--long"] }]);
    expect((await read('#!/bin/sh\n/bin/cat "$@"\n'))?.flags).toMatchObject([{ flags: ["--number"] }]);
    const copy = path.join(folder, "ls");
    await fs.copyFile("/bin/ls", copy);
    expect(
      (await readCompletionFile({ ...installed, filename: "ls", script: copy }, "", [folder]))?.flags,
    ).toHaveLength(1);
  });

  test("installed files: not for another program of the same name", async () => {
    expect(await read("#!/bin/sh\necho ls\n", "ls")).toBeNull();
    expect(await read('#!/bin/sh\nls "$1"\n')).toBeNull();
    expect(await read('#!/bin/sh\nmain "$@"\n')).toBeNull();
  });
});
