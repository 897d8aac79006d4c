import { describe, expect, test } from "vitest";
import { aCommand, aParameter } from "@/command-line/testing/specs";
import { readHelpText, withGuessed } from "./help-text";

const gnu = `Usage: resize [OPTION]... SOURCE... [TARGET]
Makes pictures smaller.

Options:
  -w, --width=N          new width in pixels
  -m, --mode {fit,fill}  how to fit
                         into the frame
  -q, --quiet            say nothing
      --verbose
  -o FILE, --output FILE where to write
  --size X Y             both at once
  -h, --help             this text

Colours:
  --red[=AMOUNT]   more red
`;

const byId = (help: string) =>
  Object.fromEntries(readHelpText(help, "resize").params.map((param) => [param.id, param]));

describe("readHelpText", () => {
  test("finds flags, whether they take a value, choices and help", () => {
    expect(byId(gnu)).toMatchObject({
      width: { flags: ["-w", "--width"], action: "store", type: "integer", metavar: "N", help: "new width in pixels" },
      mode: { choices: [{ value: "fit" }, { value: "fill" }], help: "how to fit into the frame" },
      quiet: { flags: ["-q", "--quiet"], action: "store_true", nargs: 0 },
      verbose: { action: "store_true" },
      output: { flags: ["-o", "--output"], action: "store", metavar: expect.stringContaining("FILE") },
      size: { nargs: 2 },
      red: { flags: ["--red"], action: "store", metavar: "AMOUNT" },
    });
    expect(byId(gnu)).not.toHaveProperty("help");
  });

  test("finds positionals in the usage line", () => {
    expect(byId(gnu)).toMatchObject({
      source: { kind: "positional", nargs: "+", required: true },
      target: { kind: "positional", nargs: "?", required: false },
    });
  });

  test("options at the beginning of a line, and in the boxes that rich draws", () => {
    expect(byId("Options:\n--keep\n  Keep the names.\n--size=N\n  How large.\n")).toMatchObject({
      keep: { action: "store_true", help: "Keep the names." },
      size: { metavar: "N", help: "How large." },
    });
    const esc = String.fromCharCode(27);
    const rich = `Usage: x\n╭─ Options ─────╮\n│ ${esc}[36m--mode${esc}[0m  TEXT  How │\n│ --help      this │\n╰───────────────╯\n`;
    expect(Object.keys(byId(rich))).toEqual(["mode"]);
  });

  test("positionals end with the usage line, whatever stands below it", () => {
    const ldd =
      "Usage: ldd [OPTION]... FILE...\n      --help      print this help and exit\n  -v, --verbose  tell all\n";
    expect(Object.keys(byId(ldd))).toEqual(["verbose", "file"]);
    const help = "Usage: resize [DIR|--default]\n\tResize what is in DIR, or all of it.\n";
    expect(Object.keys(byId(help))).toEqual(["dir_default"]);
    const wrapped = "usage: resize [-h] [--one ONE]\n              [--two TWO]\n              SOURCE\n";
    expect(Object.keys(byId(wrapped))).toEqual(["source"]);
  });

  const notations: [string, object][] = [
    // yargs
    ["  -p, --port   port to use      [number] [default: 80]", { type: "number", action: "store", required: false }],
    ["      --tag    tags  [array]", { action: "append", type: "string" }],
    ["  -v, --loud   more  [count]", { action: "count", nargs: 0, type: "integer" }],
    ['      --env    where  [string] [required] [choices: "a", "b c"]', { required: true, choices: ["a", "b c"] }],
    ["  -q, --quiet  nothing  [boolean]", { action: "store_true" }],
    // commander
    ["  -l, --list <items...>     several", { action: "append", flags: ["-l", "--list"] }],
    ["  -c, --cheese [type]       which", { nargs: "?", action: "store" }],
    ['  -m, --mode <mode>  how (choices: "x", "y", default: "x")', { choices: ["x", "y"] }],
    ["  --https-key, <path>   a key", { metavar: "<path>", flags: ["--https-key"] }],
    // clap
    ["  -k, --kind <KIND>  what [possible values: one, two]", { choices: ["one", "two"] }],
    ["      --pair <A> <B>  two", { nargs: 2 }],
    ["      --color[=<WHEN>]  when", { nargs: "?", action: "store" }],
    ["      --level <off|warn>  how much", { choices: ["off", "warn"] }],
    ["      --from <file|url>  whence", { choices: undefined, action: "store" }],
    // pflag
    ["  -n, --name string        a name", { metavar: "string", type: "string" }],
    ["      --names stringArray  names", { action: "append" }],
    ["      --size int           how large", { type: "integer" }],
    // Getopt::Long, optparse.rb
    ["      --[no]verbose    talk", { action: "boolean_optional", negativeFlags: ["--noverbose"] }],
    ["  -v, --[no-]verbose   talk", { action: "boolean_optional", negativeFlags: ["--no-verbose"] }],
    // Symfony, cleo
    ["  -v|vv|vvv, --verbose   more words", { action: "count", flags: ["-v", "--verbose"] }],
    // by hand
    ["  -a,  --archive out.tgz Store the results", { metavar: "out.tgz", help: "Store the results" }],
    ["  -m,  --merge           Merge the results", { flags: ["-m", "--merge"], action: "store_true" }],
    ["  -x be exact about it", { action: "store_true", help: "be exact about it" }],
    ["  -x, --exact FILE", { action: "store", metavar: "FILE" }],
  ];
  test.each(notations)("reads %s", (line, expected) => {
    const [param] = readHelpText(`Usage: x\n\nOptions:\n${line}\n`, "x").params;
    const choices = param?.choices?.map((choice) => choice.value);
    expect({ ...param, choices }).toMatchObject(expected);
  });

  const positionalsOf = (usage: string) =>
    readHelpText(`${usage}\n`, "x")
      .params.filter(({ kind }) => kind === "positional")
      .map(({ dest, nargs, required }) => [dest, nargs, required]);

  test.each([
    ["USAGE: x [options] infile > outfile.svg", [["infile", undefined, true]]],
    ["usage: x FILE 2>/dev/null", [["file", undefined, true]]],
    [
      "usage: x a b | ./graph.pl > c.svg",
      [
        ["a", undefined, true],
        ["b", undefined, true],
      ],
    ],
    ["usage: x < list.txt", []],
    ["usage: x SRC; rm SRC", [["src", undefined, true]]],
    ["usage: x FILE   # one file", [["file", undefined, true]]],
    ["usage: x [--verbose] file [file ...]", [["file", "+", true]]],
    ["usage: x [ -h | --help ] [ PID | USER ]", [["pid_user", "?", false]]],
    ["usage: x ONE\n   or: x TWO", [["one", undefined, true]]],
    [
      "Usage: x <disk device> <start>",
      [
        ["disk_device", undefined, true],
        ["start", undefined, true],
      ],
    ],
  ])("finds what the script takes in %s", (usage, expected) => {
    expect(positionalsOf(usage)).toEqual(expected);
  });

  test("an empty usage line with the options below it names no positionals", () => {
    const help =
      "Usage:\n  -f|fastafile <fastafile> MANDATORY\n  -c|case [U|L]     upper or lower\n  -int|interval     use intervals\n";
    expect(readHelpText(help, "x").params).toMatchObject([
      { kind: "option", flags: ["-f", "--fastafile"], action: "store", metavar: "<fastafile>", required: true },
      { flags: ["-c", "--case"], choices: [{ value: "U" }, { value: "L" }] },
      { flags: ["-int", "--interval"], action: "store_true" },
    ]);
  });

  const flagsOf = (help: string) => readHelpText(`Usage: x\n${help}\n`, "x").params.map(({ flags }) => flags);

  test("a short option that is elsewhere help or version can be something else", () => {
    expect(flagsOf("  -h, --human-readable  print sizes like 1K")).toEqual([["-h", "--human-readable"]]);
    expect(flagsOf("  -V, --vcard   write a card")).toEqual([["-V", "--vcard"]]);
    expect(flagsOf("  -h FILE       read the header from FILE")).toEqual([["-h"]]);
    expect(flagsOf("  -h            show this text\n  -V, --version  the version\n  -?, --help")).toEqual([]);
  });

  test("the two spellings of an option may stand in two columns", () => {
    expect(flagsOf("  -o,  --output-file=FILE   log to FILE\n  -nv, --no-verbose   say less")).toEqual([
      ["-o", "--output-file"],
      ["-nv", "--no-verbose"],
    ]);
    expect(flagsOf("\t-f progfile\t\t--file=progfile\n\t-b\t\t\t--characters-as-bytes")).toEqual([
      ["-f", "--file"],
      ["-b", "--characters-as-bytes"],
    ]);
    expect(flagsOf("  -p NUM  --strip=NUM  Strip NUM leading components.\n  -e  --ed  Read an ed script.")).toEqual([
      ["-p", "--strip"],
      ["-e", "--ed"],
    ]);
    expect(flagsOf("  -a  ........  --search-skip-screen\n                  Search skips the screen.")).toEqual([
      ["-a", "--search-skip-screen"],
    ]);
  });

  test("two options a line, where the text is laid out so", () => {
    const help = [
      "  -f   freshen: only changed files  -u   update: only new files",
      "  -d   delete entries in zipfile    -m   move into zipfile",
      "  -r   recurse into directories     -j   junk names",
      "  -y   store links as the link instead of the file",
    ].join("\n");
    expect(flagsOf(help).flat()).toEqual(["-f", "-u", "-d", "-m", "-r", "-j", "-y"]);
    expect(readHelpText(`Usage: x\n${help}\n`, "x").params[1]?.help).toBe("update: only new files");
  });

  test("options may be indented deeply, unless they continue the help above", () => {
    expect(flagsOf(`${" ".repeat(16)}-n, --name NAME  the name\n${" ".repeat(16)}-q  say less`).flat()).toEqual([
      "-n",
      "--name",
      "-q",
    ]);
    expect(flagsOf("  --size N          how large;\n                    -1 for no limit").flat()).toEqual(["--size"]);
  });

  test("a comment is help and no value", () => {
    expect(
      readHelpText("Usage: x\n  --title TEXT     # change the title\n  --flat # no tree\n", "x").params,
    ).toMatchObject([
      { metavar: "TEXT", help: "change the title" },
      { action: "store_true", help: "no tree" },
    ]);
  });

  test("an option and its opposite", () => {
    expect(
      readHelpText("Usage: x\n  --stash, --no-stash  put away\n  --sign[=KEY], --no-sign\n", "x").params,
    ).toMatchObject([
      { flags: ["--stash"], negativeFlags: ["--no-stash"], action: "boolean_optional" },
      { flags: ["--sign"], action: "store", nargs: "?" },
      { flags: ["--no-sign"], action: "store_true" },
    ]);
  });

  test("a sentence that goes on with a flag is no option, below an option or an argument", () => {
    const clap =
      "Usage: x [path]\n\nARGS:\n    <path>\n            Where to search (unless\n            --glob is used). All of it.\n\nOPTIONS:\n    -g, --glob\n            Search by a glob. This overrides\n            --regex.\n\n        --regex\n            Search by a pattern.\n";
    const { glob, regex } = byId(clap);
    expect([glob, regex]).toMatchObject([
      { flags: ["-g", "--glob"], action: "store_true" },
      { flags: ["--regex"], action: "store_true", help: "Search by a pattern." },
    ]);
  });

  test("a wrapped usage line is no list of options", () => {
    const usage = "Usage: x [--one] [--two=<N>\n    --three] [FILE]...\n\n  --one   the first\n";
    expect(Object.keys(byId(usage))).toEqual(["one", "file"]);
  });

  test("everything is a guess, and sections are groups", () => {
    const { params, groups } = readHelpText(gnu, "resize");
    expect(params.every((param) => param.guessed)).toBe(true);
    expect(groups).toMatchObject([
      { title: "Options", standard: true },
      { title: "Colours", standard: false },
    ]);
    expect(params.find((param) => param.id === "red")?.group).toBe(groups[1]?.id);
  });

  test("the same option twice is one parameter; the same name twice has two ids", () => {
    const { params } = readHelpText("usage: x\n  -a  one\n  -a  again\n  --b-c  two\n  --b_c  three\n", "x");
    expect(params.map((param) => param.id)).toEqual(["a", "b_c", "b_c-2"]);
  });

  test.each(["", "Hello.", "usage:", "  - a list\n  - of things\n", `${"  -".repeat(10_000)}`, "-".repeat(200_000)])(
    "text that is no help text gives no parameters, quickly (%#)",
    (text) => {
      const started = performance.now();
      expect(readHelpText(text, "x").params).toEqual([]);
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});

describe("withGuessed", () => {
  test("adds the options that the command, its commands, and its help and version do not have", () => {
    const sub = aCommand([aParameter("deep", { flags: ["-d", "--deep"] })], { name: "sub" });
    const subcommands = { required: false, commands: [sub] };
    const parameter = aParameter("name", { flags: ["-n", "--name"], negativeFlags: ["--no-name"] });
    const command = aCommand([parameter, aParameter("width")], { subcommands });
    const text =
      "usage: x [FILE]\n  -n   a\n  --no-name  b\n  --deep  c\n  --vn  d\n  -i  e\n  --width=N  f\n  -w  g\n  --Width  h\n";
    const { params, groups } = withGuessed(command, readHelpText(text, "x"), ["--vn"]);
    expect(params.map(({ id, flags, group }) => [id, flags, group])).toEqual([
      ["name", ["-n", "--name"], undefined],
      ["width", ["--width"], undefined],
      ["i", ["-i"], "help"],
      ["w", ["-w"], "help"],
      ["Width", ["--Width"], "help"],
    ]);
    expect(params.slice(2).every((param) => param.guessed)).toBe(true);
    expect(groups).toEqual([{ id: "help", title: "Found in the help text", standard: false }]);
    expect(withGuessed(command, readHelpText("usage: x\n  -n  a\n", "x"), [])).toBe(command);
  });
});
