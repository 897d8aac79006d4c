import { describe, expect, test } from "vitest";
import { readShellSource } from "./shell";

const paramsOf = (source: string) => readShellSource(source)?.command.params ?? [];
const shown = (source: string) =>
  paramsOf(source).map(({ flags, dest, nargs, required }) => [flags?.join(",") ?? dest, nargs, required]);

describe("readShellSource", () => {
  test("the letters of getopts, and the names of the words after them", () => {
    const source = `while getopts ":hn:vx" opt; do
  case "$opt" in
    n) NAME="$OPTARG" ;;
    v) VERBOSE=1 ;;
  esac
done
shift $((OPTIND-1))
INPUT=$1
OUTPUT="\${2:-out.txt}"
`;
    expect(readShellSource(source)?.engine).toBe("getopt");
    expect(paramsOf(source)).toMatchObject([
      { flags: ["-n"], action: "store", guessed: true },
      { flags: ["-v"], action: "store_true" },
      { flags: ["-x"], action: "store_true" },
      { dest: "input", kind: "positional", nargs: "?" },
      { dest: "output", default: "out.txt" },
    ]);
  });

  test("the patterns of a loop over the first word", () => {
    const source = `log() { level=$1; }
while [[ $# -gt 0 ]]; do
  case "$1" in
    -h|--help) usage; exit ;;
    -f|--force) force=1; shift ;;
    -o | --output)
      output="$2"
      shift 2
      ;;
    --level=*) level="\${1#*=}"; shift ;;
    --size) shift; size=$1; shift ;;
    *) files+=("$1"); shift ;;
  esac
done
`;
    expect(readShellSource(source)?.engine).toBe("help");
    expect(paramsOf(source)).toMatchObject([
      { flags: ["-f", "--force"], action: "store_true" },
      { flags: ["-o", "--output"], action: "store" },
      { flags: ["--level"], action: "store", metavar: "=VALUE" },
      { flags: ["--size"], action: "store" },
      { dest: "args", nargs: "*" },
    ]);
  });

  test.each([
    [
      "[ $# -lt 2 ] && exit 1\na=$1\nb=$2\nc=$3\n",
      [
        ["a", undefined, true],
        ["b", undefined, true],
        ["c", "?", false],
      ],
    ],
    [
      'if [ "$#" -eq 0 ]; then exit; fi\nfor f in "$@"; do :; done\n',
      [
        ["arg1", undefined, true],
        ["args", "*", false],
      ],
    ],
    [
      "(( $# <= 1 )) && exit\nx=$2\n",
      [
        ["arg1", undefined, true],
        ["x", undefined, true],
      ],
    ],
    [
      `dir=\${1:?which}\nn=\${2-3}\n`,
      [
        ["dir", undefined, true],
        ["n", "?", false],
      ],
    ],
    ["# x=$1\nf() {\n  y=$2\n}\necho hello\n", []],
    ["for x; do echo $x; done\n", [["args", "*", false]]],
  ])("how many words it wants (%#)", (source, expected) => {
    expect(shown(source)).toEqual(expected);
  });

  test("a long source takes no time", () => {
    const started = performance.now();
    readShellSource(`case "$1" in\n${"-a|".repeat(20_000)}\n${"x=(".repeat(20_000)}`);
    readShellSource("f () {\n".repeat(20_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("argument loops of every shape", () => {
  const flags = (source: string) =>
    paramsOf(source).map((param) => [param.flags?.join("|") ?? param.dest, param.nargs]);

  test.each([
    ["while :; do\n case $1 in\n  -a) A=1;;\n  -b) B=$2; shift;;\n  *) break;;\n esac\n shift\ndone\n"],
    ['while [ $# -gt 0 ]; do case "$1" in -a) A=1 ;; -b) shift; B="$1" ;; esac; shift; done\n'],
    [
      'function usage {\n  echo "$1"\n  exit\n}\nwhile (( $# )); do\n  key="$1"\n  case "$key" in\n    -a) A=1; shift ;;\n    -b) B="$2"; shift 2 ;;\n  esac\ndone\n',
    ],
    [
      'parse_args() {\n  while test $# -gt 0; do\n    case "$1" in\n      -a) A=1 ;;\n      -b) B=$2; shift ;;\n    esac\n    shift\n  done\n}\nparse_args "$@"\n',
    ],
  ])("%j", (source) => {
    expect(flags(source)).toEqual([
      ["-a", 0],
      ["-b", undefined],
    ]);
  });

  test('for arg in "$@" with values in the same word', () => {
    const source = `for i in "$@"; do\n  case $i in\n    --ext=*) E="\${i#*=}" ;;\n    -d|--dry-run) D=1 ;;\n  esac\ndone\n`;
    expect(flags(source)).toEqual([
      ["--ext", undefined],
      ["-d|--dry-run", 0],
    ]);
  });

  test("getopts inside of a function, and behind a usage function", () => {
    const source =
      'usage() { echo "Usage: $0 [-v] [-n NUMBER] input"; exit 1; }\nmain() {\n  while getopts ":vn:" opt; do\n    case $opt in v) V=1 ;; n) N=$OPTARG ;; esac\n  done\n}\nmain "$@"\n';
    expect(flags(source)).toEqual([
      ["-v", 0],
      ["-n", undefined],
    ]);
  });

  test("getopts with an option that adds to a list", () => {
    const source = `while getopts "vn:o:" opt; do case "$opt" in v) V=1 ;; n) NAMES+=("$OPTARG") ;; o) OUT=$OPTARG ;; esac; done\n`;
    expect(paramsOf(source).map(({ flags, action }) => [flags?.[0], action])).toEqual([
      ["-v", "store_true"],
      ["-n", "append"],
      ["-o", "store"],
    ]);
  });

  test("getopt(1) with long names, joined by the patterns of its case", () => {
    const source = `OPTS=$(getopt -o vo:h --long verbose,output:,color::,help -n x -- "$@")
eval set -- "$OPTS"
while true; do
  case "$1" in
    -v | --verbose ) VERBOSE=1; shift ;;
    -o | --output ) OUT="$2"; shift 2 ;;
    -- ) shift; break ;;
  esac
done
`;
    expect(flags(source)).toEqual([
      ["-v|--verbose", 0],
      ["-o|--output", undefined],
      ["--color", "?"],
    ]);
  });

  test("line ends of Windows change nothing", () => {
    expect(flags('#!/bin/bash\r\nwhile getopts "ab:" o; do :; done\r\n')).toEqual([
      ["-a", 0],
      ["-b", undefined],
    ]);
  });
});
