import { describe, expect, test } from "vitest";
import { readFishCompletion } from "./fish";

const script = `# Print an optspec for argparse
complete -c tool -n "__fish_use_subcommand" -l config -d 'Where it\\'s kept' -r -F
complete -c tool -n "__fish_use_subcommand" -s v -l verbose -d 'More output'
complete -c tool -n "__fish_use_subcommand" -f -a "add" -d 'Adds a file'
complete -c tool -n "__fish_use_subcommand" -f -a "remote"
complete -c tool -n "__fish_seen_subcommand_from add" -l kind -r -f -a "{small	A small one,large	}"
complete -c tool -n "__fish_seen_subcommand_from remote; and not __fish_seen_subcommand_from list" -f -a "list" -d 'Lists'
complete -c tool -n "__fish_seen_subcommand_from remote; and __fish_seen_subcommand_from list" -s n -l count -r
complete --command tool --condition "__fish_use_subcommand" --old-option name --require-parameter
complete -c tool -n "test -e x" -l odd
complete -c tool -n "__fish_seen_subcommand_from add" -l speed -r -f -a "slow\\t'Takes long'
fast\\t''"
complete -c tool -a "(__fish_complete_users)"
complete -c tool -d 'an open quote
`;

describe("readFishCompletion", () => {
  test("options with their values and choices, below their sub-commands", () => {
    const { flags, commands } = readFishCompletion(script);
    expect(flags).toEqual([
      { flags: ["--config"], help: "Where it's kept", takesValue: true, choices: [] },
      { flags: ["-v", "--verbose"], help: "More output", takesValue: false, choices: undefined },
      { flags: ["-name"], help: undefined, takesValue: true, choices: [] },
    ]);
    expect(commands.map(({ name, help }) => [name, help])).toEqual([
      ["add", "Adds a file"],
      ["remote", undefined],
    ]);
    expect(commands[0]?.completed.flags).toMatchObject([
      { flags: ["--kind"], takesValue: true, choices: ["small", "large"] },
      { flags: ["--speed"], takesValue: true, choices: ["slow", "fast"] },
    ]);
    expect(commands[1]?.completed).toMatchObject({
      flags: [],
      commands: [
        { name: "list", help: "Lists", completed: { flags: [{ flags: ["-n", "--count"], takesValue: true }] } },
      ],
    });
  });
});
