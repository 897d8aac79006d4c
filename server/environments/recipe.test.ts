import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { message } from "@/server/language/message";
import { indexOptions, recipeFor, recipeKey } from "./recipe";
import { unlistedText } from "./requirements";

const python = { path: "/usr/bin/python3", version: "3.11.7", readable: [] };
const recipe = { python, requirements: ["a==1", "b"], systemPackages: false };

describe("recipeKey", () => {
  test("is the same for the same recipe", () => {
    expect(recipeKey(recipe, {})).toBe(recipeKey({ ...recipe, python: { ...python } }, {}));
    expect(recipeKey(recipe, {})).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["the Python's version", { ...recipe, python: { ...python, version: "3.11.8" } }, {}],
    ["the Python", { ...recipe, python: { ...python, path: "/opt/python3" } }, {}],
    ["the requirements", { ...recipe, requirements: ["a==1"] }, {}],
    ["the system's packages", { ...recipe, systemPackages: true }, {}],
    ["the package index", recipe, { PIP_INDEX_URL: "https://mirror.example.org/simple" }],
  ])("differs with %s", (_, other, options) => {
    expect(recipeKey(other, options)).not.toBe(recipeKey(recipe, {}));
  });

  test("does not change with a timeout", () => {
    expect(recipeKey(recipe, { PIP_DEFAULT_TIMEOUT: "60" })).toBe(recipeKey(recipe, {}));
  });
});

describe("indexOptions", () => {
  test("passes pip's index to uv as well, and nothing else from the server's environment", () => {
    process.env.PIP_INDEX_URL = "https://mirror.example.org/simple";
    process.env.WOOEY_TEST_SECRET = "s3cret";
    expect(indexOptions()).toMatchObject({
      PIP_INDEX_URL: "https://mirror.example.org/simple",
      UV_INDEX_URL: "https://mirror.example.org/simple",
    });
    expect(JSON.stringify(indexOptions())).not.toContain("s3cret");
    delete process.env.PIP_INDEX_URL;
    delete process.env.WOOEY_TEST_SECRET;
  });
});

describe("recipeFor", () => {
  test("uses PEP 723's dependencies without the system's packages", async () => {
    const request = { environment: null, pep723: { requiresPython: ">=3.8", dependencies: ["b", "a==1"] } };
    expect(await recipeFor(request, python)).toEqual(recipe);
  });

  test("prefers the script's virtual environment", async () => {
    const environment = { pythonBinary: "python3", requirements: "x" };
    const found = await recipeFor({ environment, pep723: { dependencies: ["y"] } }, python);
    expect(found).toMatchObject({ requirements: ["x"], systemPackages: true, python, asked: "python3" });
  });

  test("explains that a Python does not exist, that none is new enough, or that a dependency is an option", async () => {
    const environment = { pythonBinary: "/no/such/python", requirements: "" };
    expect(await recipeFor({ environment, pep723: null }, python)).toEqual({
      failed: message("{python} is not a Python 3.8 or newer on this machine.", { python: "/no/such/python" }),
    });
    expect(await recipeFor({ environment: null, pep723: { requiresPython: ">=9", dependencies: [] } }, python)).toEqual(
      {
        failed: message("The script needs Python {requested}, but this machine has {version}.", {
          requested: ">=9",
          version: "3.11.7",
        }),
      },
    );
    expect(
      await recipeFor({ environment: null, pep723: { dependencies: ["a\n--index-url x"] } }, python),
    ).toHaveProperty("failed");
  });

  test("refuses options, addresses and paths, and whatever pip reads as two lines", async () => {
    const line = "a @ https://me:hunter2@example.org/a.whl";
    const failed = message(unlistedText, { line: "a @ https://****@example.org/a.whl" });
    expect(await recipeFor({ environment: null, pep723: { dependencies: ["b", line] } }, python)).toEqual({ failed });
    const environment = { pythonBinary: "python3", requirements: `b\n${line}` };
    expect(await recipeFor({ environment, pep723: null }, python)).toEqual({ failed });
    for (const separator of ["\n", "\u0085", "\u2028", "\x1c", "\x0b"]) {
      const dependencies = [`a${separator}--index-url https://evil.example`];
      expect(await recipeFor({ environment: null, pep723: { dependencies } }, python)).toHaveProperty("failed");
      const requirements = `a${separator}--index-url https://evil.example`;
      const request = { environment: { pythonBinary: "python3", requirements }, pep723: null };
      expect(await recipeFor(request, python)).toHaveProperty("failed");
    }
  });

  test("does not start a Python from where jobs and builds can write", async () => {
    const inside = path.join(env().WOOEY_DATA_DIR, "python");
    fs.symlinkSync("/usr/bin/python3", inside);
    const request = (pythonBinary: string) => ({ environment: { pythonBinary, requirements: "" }, pep723: null });
    expect(await recipeFor(request(inside), python)).toHaveProperty("failed");
    expect(await recipeFor(request("/usr/bin/python3"), python)).toHaveProperty("python");
  });
});
