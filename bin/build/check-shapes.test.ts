import { describe, expect, test } from "vitest";
import { checkShapes } from "./check-shapes.mjs";

const rulesBrokenBy = (source: string, file = "server/jobs/example.ts"): string[] =>
  checkShapes(file, source).map(({ rule }: { rule: string }) => rule);

describe("checkShapes", () => {
  test("allows three parameters, in types as well", () => {
    expect(rulesBrokenBy("function move(from: A, to: B, at: C) {}")).toEqual([]);
    const rule = "has 4 parameters, more than 3";
    expect(rulesBrokenBy("function move(from: A, to: B, at: C, by: D) {}")).toEqual([rule]);
    expect(rulesBrokenBy("type Move = (from: A, to: B, at: C, by: D) => void;")).toEqual([rule]);
    expect(rulesBrokenBy("interface Mover { move(from: A, to: B, at: C, by: D): void }")).toEqual([rule]);
  });

  test("allows the rows of a table of tests to have as many columns as they need", () => {
    expect(rulesBrokenBy("test.each([])('%s', (name, from, to, isLast: boolean) => {});")).toEqual([]);
  });

  test("finds positional booleans, whatever makes them one", () => {
    const rule = "has a positional boolean: pass an object";
    expect(rulesBrokenBy("function stop(job: Job, isKilled: boolean) {}")).toEqual([rule]);
    expect(rulesBrokenBy("const stop = (job: Job, isKilled = false) => {};")).toEqual([rule]);
    expect(rulesBrokenBy("const stop = (isKilled?: boolean | null) => {};")).toEqual([rule]);
    expect(rulesBrokenBy("function stop(job: Job, { isKilled }: { isKilled: boolean }) {}")).toEqual([]);
  });

  test("allows the one boolean of a function whose name says what it is", () => {
    expect(rulesBrokenBy("interface Props { onToggle(isOpen: boolean): void }")).toEqual([]);
    expect(rulesBrokenBy("interface Props { onToggle: (isOpen: boolean) => void }")).toEqual([]);
    expect(rulesBrokenBy("const setOpen = (isOpen: boolean) => {};")).toEqual([]);
  });

  test("finds literals that are spread", () => {
    const rule = "writes `...{ a, b }`: write the properties themselves";
    expect(rulesBrokenBy("const job = { ...{ a, b }, c };")).toEqual([rule]);
    expect(rulesBrokenBy("const job = <Job {...{ a, b }} />;", "components/jobs/job.tsx")).toEqual([rule]);
    expect(rulesBrokenBy("const job = { ...row, ...(isNew ? { a } : {}) };")).toEqual([]);
  });

  test("wants a comment beside a cast, except in tests", () => {
    const rule = "casts without a comment that says why the cast holds";
    expect(rulesBrokenBy("const job = row as Job;")).toEqual([rule]);
    expect(rulesBrokenBy("const job = row as unknown as Job;")).toEqual([rule]);
    expect(rulesBrokenBy("/** The job. */\nconst job = row as Job;")).toEqual([rule]);
    expect(rulesBrokenBy("const a = 1; // one\nconst job = row as Job;")).toEqual([rule]);
    expect(rulesBrokenBy("const job = row as Job; // the query selects every column")).toEqual([]);
    expect(rulesBrokenBy("// The query selects every column.\nconst job = find(\n  row as Job,\n);")).toEqual([]);
    expect(rulesBrokenBy("const kinds = ['a'] as const;")).toEqual([]);
    expect(rulesBrokenBy("const job = row as Job;", "server/jobs/example.test.ts")).toEqual([]);
  });
});
