import { describe, expect, test } from "vitest";
import { buildArgv } from "./build";
import { normalValues } from "./normal";
import { parseArgv } from "./parse";
import { fuzz } from "./testing/fuzz";
import { Chance } from "./testing/random";
import { askPython, type Case } from "./testing/reference";
import { seeded } from "./testing/seeded";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

// `npx tsx bench/argv.ts 20000` runs as many as one likes, against every Python that is installed.
// Python answers in a second; on a machine that does much else it takes a while.
describe("values, command line and real Python", { timeout: 60_000 }, () => {
  test("300 random parsers: each command line means to CPython's argparse what the values said", async () => {
    const result = await fuzz({ seed: 20_261_122, count: 300, python: "python3" });
    expect(result.wrong).toEqual([]);
    expect(result.refused).toEqual([]);
    expect(result.misread).toEqual([]);
    expect(result.built).toBeGreaterThan(100);
    expect(result.bothRead).toBeGreaterThan(60);
  });

  test("300 random optparse scripts: each command line, built or free, is read as Python's optparse reads it", async () => {
    const chance = new Chance(seeded(11));
    const cases: (Case & { read: CommandValues | null })[] = [];
    for (let round = 0; round < 300; round += 1) {
      const spec = chance.optparseSpec();
      const { command } = spec;
      const values = chance.values(command);
      if (Object.keys(checkValues(spec, values)).length > 0) continue;
      const { argv } = buildArgv(spec, values);
      cases.push({ command, argv, engine: "optparse", read: values });
      const free = chance.disturb(command, argv);
      const read = parseArgv(spec, free);
      cases.push({ command, argv: free, engine: "optparse", read: "values" in read ? read.values : null });
    }
    const answers = await askPython(cases);
    const meanings = cases.map(({ command, argv, read }) => [argv, read && normalValues(command, read)]);
    const python = answers.map((answer, index) => {
      const { command, argv } = cases[index]!;
      return [argv, "values" in answer ? normalValues(command, answer.values) : null];
    });
    expect(meanings).toEqual(python);
    expect(meanings.filter(([, values]) => values !== null).length).toBeGreaterThan(150);
  });
});
