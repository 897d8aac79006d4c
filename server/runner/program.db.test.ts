import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { aQueuedJob, aRunningWorker, ended, outputOf, stopWorkers, workerLog, workingLevels } from "./testing/running";

const levels = await workingLevels();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-programs-"));

afterEach(stopWorkers);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function aZipApplication(): Buffer {
  const source = path.join(folder, "app");
  fs.mkdirSync(source, { recursive: true });
  fs.writeFileSync(path.join(source, "words.py"), "word = 'zipped'\n");
  fs.writeFileSync(path.join(source, "__main__.py"), "import sys, words\nprint(words.word, *sys.argv[1:])\n");
  execFileSync("python3", ["-m", "zipapp", source, "-o", path.join(folder, "app.pyz")]);
  return fs.readFileSync(path.join(folder, "app.pyz"));
}

const programs: { name: string; filename: string; source: string | Buffer; printed: string }[] = [
  {
    name: "bash by its shebang",
    filename: "tool",
    source: '#!/usr/bin/env bash\n[[ $# == 2 ]] && echo "bash $# $2"\n',
    printed: "bash 2 x y\n",
  },
  {
    name: "bash by its extension",
    filename: "tool.bash",
    source: '[[ $# == 2 ]] && echo "bash $(printf %s "$2")"\n',
    printed: "bash x y\n",
  },
  {
    name: "bash with Windows line ends, which no value carries",
    filename: "tool.sh",
    source: '#!/bin/bash\r\nfor word in "$@"; do\r\n  echo "<$word>"\r\ndone\r\n',
    printed: "<--name>\n<x y>\n",
  },
  {
    name: "Node",
    filename: "tool.mjs",
    source: "console.log('node', ...process.argv.slice(2))\n",
    printed: "node --name x y\n",
  },
  {
    name: "Perl with an option",
    filename: "tool",
    source: "#!/usr/bin/perl -w\nprint 'perl ', join('|', @ARGV), \"\\n\";\n",
    printed: "perl --name|x y\n",
  },
  { name: "a compiled program", filename: "tool", source: fs.readFileSync("/bin/echo"), printed: "--name x y\n" },
  { name: "a zip application", filename: "tool.pyz", source: aZipApplication(), printed: "zipped --name x y\n" },
];

describe.each(levels)("a script of another language at isolation level %i", (isolation) => {
  test.each(programs)("$name", async ({ filename, source, printed }) => {
    await aRunningWorker({ isolation });
    const job = await aQueuedJob("", { argv: ["--name", "x y"], script: { filename, source } });
    const row = await ended(job);
    expect({ out: await outputOf(job, 1), error: await outputOf(job, 2), exitCode: row.exitCode }).toEqual({
      out: printed,
      error: "",
      exitCode: 0,
    });
    expect(workerLog).toEqual([]);
  });
});

test("the job's output reports a missing interpreter", async () => {
  await aRunningWorker();
  const job = await aQueuedJob("", { script: { filename: "tool", source: "#!/opt/no-such/interpreter\n" } });
  expect(await ended(job)).toMatchObject({ status: "failed", exitCode: 127 });
  expect(await outputOf(job, 2)).toBe("The script needs interpreter, which is not installed on this machine.\n");
});
