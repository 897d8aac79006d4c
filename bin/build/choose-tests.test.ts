import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseTests } from "./choose-tests.mjs";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-choose-"));

beforeAll(() => {
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  write("server/jobs/stop.ts", "");
  write("server/jobs/stop.test.ts", 'test("says no (twice)")');
  write("server/jobs/stop.db.test.ts", 'test("stops a job")');
  write("e2e/jobs.spec.ts", 'test("a job is stopped")');
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe("chooseTests", () => {
  test("takes the files of that path, by what runs them", () => {
    expect(chooseTests(root, "jobs")).toEqual({
      vitestFiles: ["server/jobs/stop.db.test.ts", "server/jobs/stop.test.ts"],
      browserFiles: ["e2e/jobs.spec.ts"],
      name: null,
    });
    expect(chooseTests(root, "./server/jobs/stop.db.test.ts")?.vitestFiles).toEqual(["server/jobs/stop.db.test.ts"]);
  });

  test("else takes the tests of that name, with its characters as they are", () => {
    expect(chooseTests(root, "no (twice)")).toEqual({
      vitestFiles: ["server/jobs/stop.test.ts"],
      browserFiles: [],
      name: "no \\(twice\\)",
    });
  });

  test("takes nothing where neither matches", () => {
    expect(chooseTests(root, "unheard of")).toBeNull();
  });
});

function write(file: string, content: string): void {
  fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), content);
}
