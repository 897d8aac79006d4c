import { expect, test } from "vitest";
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
    const prepared = await prepareLibrary(library, "python3");
    const present = prepared.filter((one) => "python" in one);
    for (const one of prepared) if ("reason" in one) console.warn(`${one.library}: NOT RUN: ${one.reason}`);
    const perVersion = Math.ceil(count / Math.max(1, present.length));
    for (const one of present) {
      for (const seed of seeds) {
        const result = await compareWithLibrary(one, { seed, count: perVersion, parallel: 2 });
        const differences = result.differences.filter(({ kind }) => kind !== "wrongly refused");
        expect(differences.map(brief), `${library} ${result.version}, seed ${seed}`).toEqual([]);
        expect(result.unread).toBe(0);
      }
    }
  },
);
