import { expect, test } from "vitest";
import { toInputSchema } from "@/command-line/json-schema";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "@/command-line/testing/specs";
import { toAgentSchema } from "./agent-schema";
import { outlineSchema } from "./schema-outline";

const outline = (...spec: Parameters<typeof aSpec>) => outlineSchema(toAgentSchema(toInputSchema(aSpec(...spec))));

test("outlineSchema writes a line for each property: its type, default and help", () => {
  const choices = [{ value: "fast" }, { value: "slow" }];
  expect(
    outline([
      aPositional("reads", { format: "file", mode: "r", nargs: "+", help: "FASTQ\nfiles" }),
      aParameter("threads", { type: "integer", minimum: 1, maximum: 64, default: 4 }),
      aParameter("mode", { choices, default: "fast" }),
      aParameter("token", { secret: true, required: true }),
      aParameter("size", { type: "number", nargs: 2, typeName: "between", flags: ["--dimensions"] }),
      aFlag("quiet"),
    ]).split("\n"),
  ).toEqual([
    'file = {"$text": "its content", "name": "words.txt"}, {"$upload": "id"} or {"$job": 12, "path": "out.csv"}',
    "reads: file[1..]  // FASTQ files",
    "threads?: integer >= 1, <= 64 = 4",
    'mode?: "fast" | "slow" = "fast"',
    "token: string  // secret",
    "size?: number[2]  // --dimensions; the script itself checks it",
    "quiet?: boolean",
  ]);
});

test("outlineSchema shows sub-commands, and what excludes each other", () => {
  const add = aCommand([aPositional("name")], { name: "add", help: "Adds one" });
  const subcommands = { required: true, commands: [add, aCommand([], { name: "list all" })] };
  const params = [aFlag("one", { mutex: "a" }), aFlag("two", { mutex: "a" })];
  const mutex = [{ id: "a", required: false, params: ["one", "two"] }];
  expect(outline(params, { mutex, subcommands }).split("\n")).toEqual([
    "one?: boolean",
    "two?: boolean",
    "$command: exactly one of {",
    "  add: {  // Adds one",
    "    name: string",
    "  }",
    '  "list all": {}',
    "}",
    "// at most one of: one, two",
  ]);
  expect(outline([])).toBe("{}  // It takes no parameters.");
});

test("outlineSchema shortens help and choices of large scripts", () => {
  const choices = Array.from({ length: 100 }, (_, index) => ({ value: `choice ${index}` }));
  const help = "What it does. ".repeat(50);
  const large = Array.from({ length: 100 }, (_, index) => aParameter(`option_${index}`, { help }));
  expect(outline([aParameter("one", { help })])).toHaveLength("one?: string  // ".length + 241);
  expect(outline([aParameter("one", { choices })])).toContain('| "choice 39" | … (60 more)');
  expect(outline(large).length).toBeLessThan(100 * 100);
});
