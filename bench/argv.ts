// Turns values into a command line and back, and compares with the real libraries: `npx tsx bench/argv.ts [cases]
// [seed] [library ...]`. Without libraries it tests all of them, argparse and optparse with every installed
// interpreter. All processors are used.
import os from "node:os";
import { compareWithLibrary, type Difference } from "@/command-line/testing/differential/differential";
import { findPythons, libraries, prepareLibrary } from "@/command-line/testing/differential/libraries";
import { fuzz } from "@/command-line/testing/fuzz";

const [count = "2000", seed = "1", ...chosen] = process.argv.slice(2);
const parallel = os.availableParallelism();
const pythons = findPythons();
const perInterpreter = new Set(["argparse", "optparse"]);
let failed = false;

console.log("library              scripts   cases   wrong  rejected  wrongly refused  cannot be passed");
for (const name of chosen.length > 0 ? chosen : libraries) {
  const used = perInterpreter.has(name) ? pythons : pythons.slice(0, 1);
  for (const { python } of used) {
    for (const library of await prepareLibrary(name, { python })) {
      if ("reason" in library) {
        console.log(`${library.library}: NOT RUN: ${library.reason}`);
        continue;
      }
      const result = await compareWithLibrary(library, { seeds: [Number(seed)], count: Number(count), parallel });
      const counts = ["wrong", "misread", "rejected", "wrongly refused"].map(
        (kind) => result.differences.filter((one) => one.kind === kind).length,
      );
      const [wrong = 0, misread = 0, rejected = 0, refused = 0] = counts;
      const percent = ((100 * refused) / Math.max(1, result.cases)).toFixed(2);
      console.log(
        `${`${name} ${result.version}`.padEnd(20)} ${pad(result.scripts, 7)} ${pad(result.cases, 7)} ` +
          `${pad(wrong + misread, 7)} ${pad(rejected, 9)} ${pad(`${refused} (${percent} %)`, 16)} ${pad(result.unsayable, 17)}`,
      );
      printReasons(result.differences);
      failed ||= wrong + misread > 0 || refused > 0.002 * result.cases;
    }
  }
}
for (const version of ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]) {
  if (!pythons.some((one) => one.version === version))
    console.log(`Python ${version}: NOT RUN: no interpreter was found`);
}

// Free command lines, and how long building one and reading it back takes.
const free = await fuzz({ seed: Number(seed), count: Math.min(Number(count), 5_000), python: "python3" });
console.log(
  `built and read back in ${free.buildMs.toFixed(3)} ms each (promised: 1 ms); free command lines: ` +
    `${free.bothRead} read alike, ${free.bothRefused} refused by both, ${free.misread.length} read differently, ` +
    `${free.modelOnly.length} refused by Python alone, ${free.pythonOnly.length} by the model alone`,
);
process.exitCode = failed || free.misread.length > 0 ? 1 : 0;

function pad(value: number | string, width: number): string {
  return String(value).padStart(width);
}

/** Each reason for a wrong refusal, how often it was given, and an example of every other difference. */
function printReasons(differences: readonly Difference[]): void {
  const reasons = new Map<string, number>();
  for (const { kind, got } of differences.filter((one) => one.kind === "wrongly refused")) {
    // A refusal has its messages by field.
    const reason = `${kind}: ${Object.values(got as object).flat()[0]}`.replace(/"[^"]*"|'[^']*'/g, "…");
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  for (const [reason, times] of reasons) console.log(`    ${times} × ${reason}`);
  for (const one of differences.filter(({ kind }) => kind !== "wrongly refused").slice(0, 5)) {
    console.log(`    ${JSON.stringify(process.env.VERBOSE ? one : { ...one, source: undefined })}`);
  }
}
