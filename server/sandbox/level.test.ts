import { describe, expect, test } from "vitest";
import { detectIsolation, findPython } from "./level";

describe("detectIsolation", () => {
  test("finds a level with a Python that runs at it, and why the level is not higher", async () => {
    const found = await detectIsolation();
    expect(found.python?.version).toMatch(/^3\.\d+\.\d+$/);
    if (found.level === 3) expect(found.reason).toBe("");
    else expect(found.reason).toMatch(/\.$/);
    console.info(`This machine isolates scripts at level ${found.level}. ${found.reason}`);
  });

  test("tests the machine once per process", () => {
    expect(detectIsolation()).toBe(detectIsolation());
  });
});

describe("findPython", () => {
  test("returns an interpreter 3.8 or newer, and not a wrapper", async () => {
    const python = await findPython();
    expect(python.path).not.toContain("shims");
    expect(Number(python.version.split(".")[1])).toBeGreaterThanOrEqual(8);
  });
});
