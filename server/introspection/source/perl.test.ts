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

  test("several values at once, hashes, and arguments that the script needs", () => {
    const source = `GetOptions("rgb=i{3}" => \\@rgb, "range=f{2,4}" => \\my @range, "more=s{1,}" => \\@more, "define=s" => \\%defs);
my $first = shift @ARGV;
my $in = shift(@ARGV) or die "need input";
my $out = shift || "out.txt";
`;
    expect(readPerlSource(source)?.command.params).toMatchObject([
      { id: "rgb", action: "store", nargs: 3, type: "integer" },
      { id: "range", action: "store", nargs: 2, type: "number" },
      { id: "more", action: "append" },
      { id: "define", action: "append" },
      { id: "first", required: true },
      { id: "in", required: true },
      { id: "out", required: false, nargs: "?", default: "out.txt" },
    ]);
  });

  test("nothing without it", () => {
    expect(readPerlSource("print 'GetOptions';\n")).toBeNull();
    expect(readPerlSource("GetOptions();\n")).toBeNull();
  });
});
