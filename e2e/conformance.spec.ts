import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createApiKey, wooey } from "./command-line";
import { expect, test } from "./fixtures";

const run = promisify(execFile);

/** A new user for this run, with a key. The suite distinguishes users only by their keys. */
async function aKeyHolder(word: string, ...flags: string[]): Promise<string> {
  const name = `${word}-${Date.now()}`;
  const made = await wooey("user", "create", name, "--password", "long enough", ...flags);
  expect(made.stderr).toBe("");
  return createApiKey(name);
}

const SHARDS = 4;

async function suite(...args: string[]): Promise<{ exitCode: number; lines: string[] }> {
  const ended = await run("python3", ["-B", "e2e/conformance/conformance.py", ...args]).catch(
    (failed: { stdout: string; stderr: string; code: number }) => failed,
  );
  const lines = (ended.stdout + ended.stderr).trim().split("\n");
  return { exitCode: "code" in ended ? ended.code : 0, lines };
}

// The suite's own program and the answers of the real Wooey 0.14; see conformance/README.md. Its cases are independent
// and mostly wait for jobs, so several run at the same time.
test("returns what Wooey 0.14 returns, in every case of the public conformance suite @full", async ({ baseURL }) => {
  test.setTimeout(300_000);
  const [staff, alice, bob] = await Promise.all([
    aKeyHolder("staff", "--staff"),
    aKeyHolder("alice"),
    aKeyHolder("bob"),
  ]);
  const common = [
    ...["--base", baseURL ?? ""],
    ...Object.entries({ staff, alice, bob }).flatMap(([person, key]) => [`--${person}`, key]),
    ...["--stop-request", "POST /api/jobs/v1/{id}/stop/"],
    ...["--delete-request", "POST /api/jobs/v1/{id}/delete/"],
    "--all-diffs",
  ];
  const names = (await suite(...common, "--list")).lines.map((line) => line.split(/\s+/).at(-1) ?? "");
  const shares = Array.from({ length: SHARDS }, (_, share) => names.filter((_, index) => index % SHARDS === share));
  const results = await Promise.all(
    shares.map((share) => suite(...common, ...share.flatMap((name) => ["--only", name]))),
  );
  const lines = results.flatMap((result) => result.lines);
  expect(lines.filter((line) => !/: pass$|^\d+ passed, 0 failed$/.test(line)).join("\n")).toBe("");
  expect(results.map((result) => result.exitCode)).toEqual(Array(SHARDS).fill(0));
  const passed = new Set(lines.filter((line) => line.endsWith(": pass")).map((line) => line.replace(/: pass$/, "")));
  expect(names.length).toBeGreaterThanOrEqual(109);
  expect([...passed].sort()).toEqual([...names].sort());
});
