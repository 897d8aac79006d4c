import { describe, expect, test } from "vitest";
import { withFileUses } from "./file-uses";
import { readSource } from "./read-source";

const hintsOf = (language: string, source: string) => {
  const command = readSource(language, source)?.command;
  if (!command) throw new Error("The source names no parameters");
  const params = withFileUses(command, language, source).params;
  return Object.fromEntries(params.map(({ id, hint }) => [id, hint && `${hint.kind} ${hint.mode ?? "r"}`]));
};

describe("withFileUses", () => {
  test.each([
    ['cat "$1" | sort > "$2"\n', { arg1: "file r", arg2: "file w" }],
    ['in=$1\nout=$2\ngrep -c foo "$in" > $out\n', { in: "file r", out: "file w" }],
    ['name=$1\necho "Hello $name"\n', { name: undefined }],
    ['pattern=$1\nfile=$2\ngrep "$pattern" "$file"\n', { pattern: undefined, file: "file r" }],
    [
      'while getopts "n:i:d:" o; do case $o in n) num=$OPTARG ;; i) input=$OPTARG ;; d) dir=$OPTARG ;; esac; done\nmkdir -p "$dir"\nwhile read -r line; do echo "$num $line"; done < "$input"\n',
      { n: undefined, i: "file r", d: "directory w" },
    ],
    [
      'while [ $# -gt 0 ]; do\n  case "$1" in\n    -t|--table) table="$2"; shift 2 ;;\n    --title) title="$2"; shift 2 ;;\n  esac\ndone\nif [ ! -f "$table" ]; then exit 1; fi\necho "$title"\n',
      { table: "file r", title: undefined },
    ],
    ['for f in "$@"; do\n  wc -l "$f"\ndone\n', { args: "file r" }],
  ])("shell: %j", (source, expected) => {
    expect(hintsOf("bash", source)).toEqual(expected);
  });

  test.each([
    [
      "my ($file, $name) = @ARGV;\nopen(my $fh, '<', $file) or die;\nprint $name;\n",
      { file: "file r", name: undefined },
    ],
    ["my $list = shift;\nopen(FH, $list) || die;\n", { list: "file r" }],
    [
      "use Getopt::Long;\nGetOptions('in|i=s' => \\my $in, 'out=s' => \\my $out, 'title=s' => \\my $title);\nopen my $a, '<', $in;\nopen my $b, '>', $out;\n",
      { in: "file r", out: "file w", title: undefined },
    ],
    [
      "use Getopt::Std;\ngetopts('f:n:', \\my %opt);\ndie unless -e $opt{f};\nprint $opt{n};\n",
      { f: "file r", n: undefined },
    ],
  ])("Perl: %j", (source, expected) => {
    expect(hintsOf("perl", source)).toEqual(expected);
  });

  test.each([
    [
      "const [, , source, word] = process.argv;\nfs.readFileSync(source, 'utf8').includes(word);\n",
      { source: "file r", word: undefined },
    ],
    ["console.log(fs.readFileSync(process.argv[2]).length)\n", { arg1: "file r" }],
    [
      'const { values } = parseArgs({ options: { table: { type: "string" }, title: { type: "string" }, report: { type: "string" } } });\nconst rows = readFileSync(path.resolve(values.table));\nwriteFileSync(values.report, values.title);\n',
      { table: "file r", title: undefined, report: "file w" },
    ],
    [
      'yargs(hideBin(process.argv)).option("data-set", { type: "string" }).argv;\nfs.createReadStream(argv.dataSet)\n',
      { data_set: "file r" },
    ],
  ])("Node: %j", (source, expected) => {
    expect(hintsOf("node", source)).toMatchObject(expected);
  });

  test.each([
    [
      "source, word = ARGV\nFile.foreach(source) { |line| puts line if line.include?(word) }\n",
      { source: "file r", word: undefined },
    ],
    [
      "OptionParser.new do |opts|\n  opts.on('--table NAME', 'a table') { |v| options[:table] = v }\n  opts.on('--report NAME', 'r') { |v| options[:report] = v }\nend.parse!\nCSV.read(options[:table])\nFile.write(options[:report], '')\n",
      { table: "file r", report: "file w" },
    ],
  ])("Ruby: %j", (source, expected) => {
    expect(hintsOf("ruby", source)).toEqual(expected);
  });

  test.each([
    [
      "library(optparse)\noptions <- list(make_option(c('-i', '--input'), help = 'in'), make_option('--title'), make_option('--plot'), make_option('--table'))\nopt <- parse_args(OptionParser(option_list = options))\nd <- read.csv(opt$input, sep = ',')\npng(filename = opt$plot)\ncat('Reading', opt$title)\nwrite.table(d, file = opt[['table']], sep = '\\t')\n",
      { input: "file r", title: undefined, plot: "file w", table: "file w" },
    ],
    [
      "args <- commandArgs(trailingOnly = TRUE)\nin.file <- args[1]\nword <- args[2]\nout <- args[3]\nx <- readLines(normalizePath(in.file))\nwriteLines(grep(word, x, value = TRUE), out)\n",
      { in_file: "file r", word: undefined, out: "file w" },
    ],
    ["files <- commandArgs(TRUE)\nfor (f in files) print(nrow(readRDS(f)))\n", { args: "file r" }],
    [
      "p <- arg_parser('x')\np <- add_argument(p, '--where', help = 'a')\nargv <- parse_args(p)\ndir.create(argv$where)\n",
      { where: "directory w" },
    ],
  ])("R: %j", (source, expected) => {
    expect(hintsOf("Rscript", source)).toEqual(expected);
  });

  test.each([
    [
      "<?php\n$options = getopt('i:n:', ['input:', 'name:', 'report:']);\n$in = $options['i'] ?? $options['input'];\nforeach (file($in) as $line) echo $line, $options['name'];\n$h = fopen($options['report'], 'w');\n",
      { i: "file r", n: undefined, input: "file r", name: undefined, report: "file w" },
    ],
    [
      "<?php\n$source = $argv[1];\n$word = $argv[2];\n$text = file_get_contents($source);\nfile_put_contents($argv[3], str_replace($word, '', $text));\n",
      { source: "file r", word: undefined, arg3: "file w" },
    ],
    ["<?php\nforeach (array_slice($argv, 1) as $f) { $h = fopen($f, 'rb'); }\n", { args: "file r" }],
  ])("PHP: %j", (source, expected) => {
    expect(hintsOf("php", source)).toEqual(expected);
  });

  test.each([
    [
      "param(\n  [Parameter(Mandatory)][string]$Table,\n  [string]$Report = 'out.csv',\n  [string]$Name,\n  [string]$Where\n)\nImport-Csv -Delimiter ';' -Path $table | Where-Object Name -eq $Name | Export-Csv $Report -NoTypeInformation\nif (-not (Test-Path $Where -PathType Container)) { exit 1 }\n",
      { Table: "file r", Report: "file w", Name: undefined, Where: "directory r" },
    ],
    [
      "param(\n  [ValidateScript({ Test-Path $_ -PathType Leaf })][string]$Source,\n  [string]$Target,\n  [string]$Text\n)\n$x = [System.IO.File]::ReadAllText($Source)\nSet-Content -Value $Text -Path $Target\n",
      { Source: "file r", Target: "file w", Text: undefined },
    ],
  ])("PowerShell: %j", (source, expected) => {
    expect(hintsOf("pwsh", source)).toEqual(expected);
  });

  test.each([
    ["{ n += $1 } END { print n }\n", { files: "file r" }],
    [
      "BEGIN { word = ARGV[1]; list = ARGV[2]; while ((getline line < list) > 0) if (line ~ word) print line > ARGV[3] }\n",
      { word: undefined, list: "file r", arg3: "file w" },
    ],
    ['BEGIN { word = ARGV[1]; ARGV[1] = "" }\n$0 ~ word { print }\n', { word: undefined, files: "file r" }],
    ["BEGIN { print ARGV[1] }\nNR == 1 { print FILENAME }\n", { files: "file r" }],
  ])("awk: %j", (source, expected) => {
    expect(hintsOf("awk", source)).toEqual(expected);
  });

  test("hostile sources take no time", () => {
    const source = `x=$1\n${"cat ".repeat(20_000)}\n${"[ -f ".repeat(5_000)}\n`;
    const started = performance.now();
    hintsOf("bash", source);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
