import { describe, expect, test } from "vitest";
import { readPerlSource } from "./perl";

describe("readPerlSource", () => {
  test("every kind of option of Getopt::Long", () => {
    const source = `use Getopt::Long qw(:config bundling);
my (@libs, $size);
# GetOptions("not" => 1);
GetOptions("help|h" => \\&usage, "input|i=s" => \\$input, 'size=i' => \\$size, "ratio=f",
  "lib|L=s" => \\@libs, "define=s%", "quiet|q!", "v+", "level:i", "fast") or die "bad";
`;
    expect(readPerlSource(source)?.command.params).toMatchObject([
      { id: "input", flags: ["-i", "--input"], type: "string", guessed: true },
      { id: "size", type: "integer" },
      { id: "ratio", type: "number" },
      { id: "lib", flags: ["-L", "--lib"], action: "append" },
      { id: "define", action: "append", metavar: "KEY=VALUE" },
      { id: "quiet", action: "boolean_optional", negativeFlags: ["--noquiet"] },
      { id: "v", action: "count" },
      { id: "level", nargs: "?", type: "integer" },
      { id: "fast", action: "store_true" },
    ]);
  });

  test("nothing without it", () => {
    expect(readPerlSource("print 'GetOptions';\n")).toBeNull();
    expect(readPerlSource("GetOptions();\n")).toBeNull();
  });
});
