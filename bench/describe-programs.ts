/**
 * npx tsx --conditions=react-server bench/describe-programs.ts [NAME...]
 * Describes programs of this machine that are not Python, and compares the result with the flags that their --help
 * shows. If the help text is clear about it, this includes whether a flag takes a value. Without names it uses the
 * programs listed below that are installed; the figure counts only with at least 100 of them.
 * The goal: 99 % of the flags.
 */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Command, DescribeReport } from "@/command-line/spec";
import { describeScript } from "../server/introspection/describe";
import { runConfined } from "../server/sandbox/run";

const programsByOrigin = {
  coreutils:
    "b2sum base32 base64 basename basenc chgrp chmod chown cksum comm cp csplit cut date dd df dir dircolors dirname du env expand fmt fold head id install join ln ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv ptx readlink realpath rm rmdir seq sha1sum sha256sum shred shuf sleep sort split stat stdbuf sum sync tac tail tee timeout touch tr truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami",
  "util-linux":
    "blkdiscard blkid choom chrt column dmesg fallocate findmnt flock getopt hexdump ionice ipcmk ipcrm ipcs look losetup lsblk lscpu lsipc lslocks lslogins lsmem lsns mcookie more mount namei nsenter partx prlimit rename renice rev script scriptlive scriptreplay setpriv setsid taskset umount unshare uuidgen whereis wipefs",
  GNU: "ar as bzip2 cmp diff diff3 find gawk gcc gdb grep gzip ld less make nm objdump patch readelf sdiff sed size strings strip tar wget xargs",
  others:
    "bc curl dpkg dpkg-deb dpkg-query ffmpeg ffprobe file free git jq pgrep pmap ps psql pg_dump pg_restore createdb slabtop ssh-keygen strace sysctl top unzip uptime vmstat w watch xz zip zstd",
  Go: "gh hugo kubectl",
  Rust: "batcat fdfind hyperfine rg",
  "R, Ruby and Perl":
    "R Rscript corelist cpan gem h2xs irb json_pp piconv pod2text prove ptar shasum xsubpp zipdetails",
};

/** Flags that show help or the version, which are not part of a form. */
const notOffered = new Set(["-h", "--help", "-?", "--version", "-V", "--usage", "--help-all"]);
const names = process.argv.slice(2);
const selected = names.length > 0 ? names : Object.values(programsByOrigin).flatMap((list) => list.split(" "));

interface ShownFlag {
  flag: string;
  /** null if the help text is not clear about it. */
  takesValue: boolean | null;
}

interface Result {
  name: string;
  report: DescribeReport;
  shown: ShownFlag[];
  missing: string[];
  wrong: string[];
  compared: number;
}

const results: Result[] = [];
for (const name of selected) {
  const file = await findOnPath(name);
  if (file === null) continue;
  const result = await measure(name, file);
  results.push(result);
  console.log(lineOf(result));
}
summarize(results);
process.exit(0);

/** The real path of a program that is not Python; null for other programs and missing ones. */
async function findOnPath(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? "").split(":")) {
    const file = await fs.realpath(path.join(folder, name)).catch(() => null);
    if (file === null) continue;
    const head = (await fs.readFile(file)).subarray(0, 100).toString("latin1");
    return /^#!.*python/.test(head) ? null : file;
  }
  return null;
}

async function measure(name: string, file: string): Promise<Result> {
  const report = await describeScript({ file, filename: name, python: "/usr/bin/python3", ignoreBadImports: false });
  const shown = shownFlags(await helpOf(file));
  const known = report.spec ? flagsOf(report.spec.command) : new Map<string, boolean>();
  const missing = shown.filter(({ flag }) => !known.has(flag)).map(({ flag }) => flag);
  const comparable = shown.filter(({ flag, takesValue }) => takesValue !== null && known.has(flag));
  const wrong = comparable.filter(({ flag, takesValue }) => known.get(flag) !== takesValue).map(({ flag }) => flag);
  return { name, report, shown, missing, wrong, compared: comparable.length };
}

async function helpOf(file: string): Promise<string> {
  const cwd = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-bench-"));
  try {
    const result = await runConfined({
      command: [file, "--help"],
      cwd,
      readable: [path.dirname(path.dirname(file))],
      writable: [cwd],
      network: false,
      environment: { HOME: cwd, TMPDIR: cwd, LANG: "C.UTF-8", COLUMNS: "200", PATH: process.env.PATH ?? "" },
      limits: { wallMs: 15_000, memoryBytes: 2 ** 33, processes: 64, outputBytes: 512 * 1024 },
    });
    return `${result.stdout}\n${result.stderr}`;
  } finally {
    await fs.rm(cwd, { recursive: true, force: true });
  }
}

/** The flags at the start of each line of a help text, whatever its indentation, read without the product's code. */
function shownFlags(help: string): ShownFlag[] {
  const found = new Map<string, boolean | null>();
  for (const line of help.replaceAll("\t", "        ").split("\n")) {
    const column = /^\s{1,24}(-{1,2}[A-Za-z0-9][\w-]*(?:(?:, {1,4}| {2,}(?=--[a-z])|[ =|/[<])\S+)*?)(?=\s{2,}|$)/.exec(
      line,
    )?.[1];
    if (column === undefined) continue;
    const flags = [...column.matchAll(/(?:^|[\s,|/])(--?[A-Za-z0-9][\w-]*)(?=$|[\s,=|/[<])/g)].map(
      ([, flag = ""]) => flag,
    );
    if (flags.length === 0 || flags.some((flag) => notOffered.has(flag))) continue;
    for (const flag of flags) if (!found.has(flag)) found.set(flag, takesValue(column));
  }
  return [...found].map(([flag, takes]) => ({ flag, takesValue: takes }));
}

/** `--file=NAME`, `-f <name>` and `-f NAME` take a value, `-v, --verbose` does not; other forms are unclear. */
function takesValue(column: string): boolean | null {
  if (/=[A-Z<]|[ =]<[^>]+>$| [A-Z][A-Z0-9_-]*$/.test(column)) return true;
  return /^--?[a-z0-9][\w-]*(?:(?:, {1,4}| {2,})--[a-z0-9][\w-]*)?$/i.test(column) ? false : null;
}

/** All flags of a command and its sub-commands, with whether they take a value. */
function flagsOf(command: Command): Map<string, boolean> {
  const below = (command.subcommands?.commands ?? []).flatMap((sub) => [...flagsOf(sub)]);
  const flags = command.params.flatMap((param) =>
    [...(param.flags ?? []), ...(param.negativeFlags ?? [])].map((flag): [string, boolean] => [
      flag,
      param.nargs !== 0 && param.action !== "boolean_optional",
    ]),
  );
  return new Map([...below, ...flags]);
}

function lineOf({ name, report, shown, missing, wrong }: Result): string {
  const { spec, error } = report;
  const kind = spec ? `${spec.engine}/${spec.method}` : error?.code;
  const lost = missing.length > 0 ? `  missing: ${missing.slice(0, 12).join(" ")}` : "";
  const differs = wrong.length > 0 ? `  value differs: ${wrong.slice(0, 12).join(" ")}` : "";
  return `${name.padEnd(16)} ${String(report.durationMs).padStart(5)} ms  ${kind}  ${shown.length - missing.length}/${shown.length}${lost}${differs}`;
}

function summarize(all: Result[]): void {
  const sum = (count: (result: Result) => number) => all.reduce((total, result) => total + count(result), 0);
  const [shown, missing] = [sum((result) => result.shown.length), sum((result) => result.missing.length)];
  const [compared, wrong] = [sum((result) => result.compared), sum((result) => result.wrong.length)];
  const share = (part: number, of: number) => (of === 0 ? 100 : (100 * part) / of).toFixed(2);
  const complete = all.filter((result) => result.missing.length === 0).length;
  console.log(`\n${all.length} programs, ${complete} complete`);
  console.log(`flags of --help found: ${shown - missing} of ${shown} (${share(shown - missing, shown)} %)`);
  console.log(
    `whether a flag takes a value: ${compared - wrong} of ${compared} agree (${share(compared - wrong, compared)} %)`,
  );
}
