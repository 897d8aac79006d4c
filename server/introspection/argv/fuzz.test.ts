import { describe, expect, test } from "vitest";
import { fuzz } from "./testing/fuzz";

// `npx tsx bench/argv.ts 20000` runs as many as one likes, against every Python that is installed.
describe("values, command line and real Python", () => {
  test("300 random parsers: each command line means to CPython's argparse what the values said", async () => {
    const result = await fuzz({ seed: 20_261_122, count: 300, python: "python3" });
    expect(result.wrong).toEqual([]);
    expect(result.refused).toEqual([]);
    expect(result.misread).toEqual([]);
    expect(result.built).toBeGreaterThan(100);
    expect(result.bothRead).toBeGreaterThan(60);
  });
});
