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
