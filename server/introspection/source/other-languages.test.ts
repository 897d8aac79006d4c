import { describe, expect, test } from "vitest";
import { readSource } from "./read-source";

const paramsOf = (language: string, source: string) => readSource(language, source)?.command.params;

describe("readSource", () => {
  test("R: optparse, argparse and commandArgs", () => {
    const optparse = `library(optparse)
option_list <- list(
  make_option(c("-n", "--number"), type = "integer", default = 5L, help = "How many [default %default]", metavar = "N"),
  make_option("--verbose", action = "store_true", default = FALSE, help = "Say more"),
  make_option(c("-o", "--out"), default = "out.csv"))
opt <- parse_args(OptionParser(option_list = option_list), positional_arguments = TRUE)`;
    expect(paramsOf("R", optparse)).toMatchObject([
      { flags: ["-n", "--number"], type: "integer", default: 5, metavar: "N" },
      { flags: ["--verbose"], action: "store_true" },
      { flags: ["-o", "--out"], default: "out.csv" },
      { kind: "positional", nargs: "*" },
    ]);
    const argparse = `parser$add_argument("files", nargs = "+", help = "What to read")
parser$add_argument("-k", "--kind", choices = c("a", "b"), required = TRUE)`;
    expect(paramsOf("R", argparse)).toMatchObject([
      { dest: "files", nargs: "+", required: true },
      { flags: ["-k", "--kind"], choices: [{ value: "a" }, { value: "b" }], required: true },
    ]);
    const plain = "args <- commandArgs(trailingOnly = TRUE)\ninfile <- args[1]\nn <- as.numeric(args[2])";
    expect(paramsOf("R", plain)?.map(({ dest }) => dest)).toEqual(["infile", "n"]);
  });

  test("Ruby: OptionParser and ARGV", () => {
    const source = `require "optparse"
OptionParser.new do |opts|
  opts.banner = "Usage: x [options]"
  opts.on("-n", "--name NAME", "Whom to greet") { |v| o[:name] = v }
  opts.on("--count N", Integer, "How often") { |v| o[:count] = v }
  opts.on("--kind KIND", [:plain, :fancy]) { |v| o[:kind] = v }
  opts.on("-v", "--[no-]verbose", "Say more") do |v| end
  opts.on("-h", "--help") { puts opts }
end.parse!
input = ARGV[0]`;
    expect(paramsOf("Ruby", source)).toMatchObject([
      { flags: ["-n", "--name"], action: "store", help: "Whom to greet" },
      { flags: ["--count"], type: "integer" },
      { flags: ["--kind"], choices: [{ value: "plain" }, { value: "fancy" }] },
      { flags: ["-v", "--verbose"], action: "boolean_optional" },
      { dest: "input" },
    ]);
  });

  test("PowerShell: the param block", () => {
    const source = `<#
.PARAMETER Name
Whom to greet.
#>
param(
  [Parameter(Mandatory = $true)][string]$Name,
  [int]$Count = 1,
  [ValidateSet("a", "b")][string]$Kind = "a",
  [switch]$Force
)`;
    expect(paramsOf("PowerShell", source)).toMatchObject([
      { flags: ["-Name"], required: true, help: "Whom to greet." },
      { flags: ["-Count"], type: "integer", default: 1 },
      { flags: ["-Kind"], choices: [{ value: "a" }, { value: "b" }], default: "a" },
      { flags: ["-Force"], action: "store_true" },
    ]);
  });

  test("Perl: Getopt::Std and @ARGV", () => {
    expect(paramsOf("perl", "use Getopt::Std;\ngetopts('vo:', \\my %opts);\nmy ($in, $out) = @ARGV;\n")).toMatchObject([
      { flags: ["-v"], action: "store_true" },
      { flags: ["-o"], action: "store" },
      { dest: "in" },
      { dest: "out" },
    ]);
    const shifted = "sub f { my $x = shift; }\nmy $file = shift @ARGV or die;\nmy $n = shift || '5';\n";
    expect(paramsOf("perl", shifted)).toMatchObject([{ dest: "file" }, { dest: "n", default: "5" }]);
    expect(paramsOf("perl", "while (<>) { print }\n")).toMatchObject([{ dest: "args", nargs: "*" }]);
  });

  test("awk and PHP", () => {
    expect(paramsOf("awk", "{ s += $1 } END { print s }")).toMatchObject([{ dest: "files", nargs: "*" }]);
    expect(readSource("awk", 'BEGIN { print "hello" }')).toBeNull();
    expect(paramsOf("php", '<?php $o = getopt("ab:c::", ["name:", "flag"]);')).toMatchObject([
      { flags: ["-a"], action: "store_true" },
      { flags: ["-b"], action: "store" },
      { flags: ["-c"], nargs: "?" },
      { flags: ["--name"], action: "store" },
      { flags: ["--flag"], action: "store_true" },
    ]);
  });

  test("an unknown language, and sources without arguments, say nothing", () => {
    expect(readSource("moonlang", "argv")).toBeNull();
    for (const language of ["R", "Ruby", "PowerShell", "perl", "php", "bash"]) {
      expect(readSource(language, 'print "hello"\n'), language).toBeNull();
    }
  });

  test("hostile sources take no time", () => {
    const started = performance.now();
    for (const language of ["R", "Ruby", "PowerShell", "perl", "php", "bash", "Node.js"]) {
      for (const fragment of [
        "opts.on(",
        "sub f {",
        "param(",
        "make_option(c(",
        "'",
        "{[(",
        "GetOptions('a' => ",
        'case "$1" in ',
        "a.b.",
        "parseArgs(",
        "args.",
      ]) {
        readSource(language, fragment.repeat(100_000 / fragment.length));
      }
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
