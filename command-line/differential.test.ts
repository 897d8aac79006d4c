import { expect, test } from "vitest";
import { casesOf, isFullRun } from "@/server/env/testing/thoroughness";
import { compareWithLibrary, type Difference } from "./testing/differential/differential";
import { prepareLibrary } from "./testing/differential/libraries";

// `npx tsx bench/argv.ts` compares as many cases as one likes, with every interpreter that is installed.
const freshSeed = Math.floor(Math.random() * 1_000_000);
const seeds = [20_261_129, freshSeed];

/** What went wrong, short enough to read in a report; the seed makes the script again. */
function brief({ kind, seed, values, argv, got, expected, source }: Difference) {
  return { kind, seed, values: JSON.stringify(values), argv, got, expected, source };
}

const counts = { argparse: 400, click: 300, typer: 75, optparse: 75, fire: 75, docopt: 75 };

test.each(Object.entries(counts))(
  "%s: scripts get what their forms say",
  { timeout: 600_000 },
  async (library, count) => {
    const prepared = await prepareLibrary(library, { python: "python3", onlyNewest: !isFullRun() });
    const present = prepared.filter((one) => "python" in one);
    for (const one of prepared) if ("reason" in one) console.warn(`${one.library}: NOT RUN: ${one.reason}`);
    const perVersion = Math.ceil(casesOf(count) / Math.max(1, present.length));
    for (const one of present) {
      // To start a driver takes as long as a dozen scripts.
      const parallel = library === "argparse" ? 2 : 1;
      const result = await compareWithLibrary(one, { seeds, count: perVersion, parallel });
      const differences = result.differences.filter(({ kind }) => kind !== "wrongly refused");
      expect(differences.map(brief), `${library} ${result.version}, seeds ${seeds.join(" and ")}`).toEqual([]);
      expect(result.unread).toBe(0);
    }
  },
);
