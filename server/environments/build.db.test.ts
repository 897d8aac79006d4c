import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { env } from "@/server/env";
import { pythonAt } from "@/server/sandbox/level";
import type { Python } from "@/server/sandbox/python";
import { runConfined } from "@/server/sandbox/run";
import { ensureEnvironment, findEnvironment } from "./build";
import { environmentFolder, removeOldEnvironments } from "./folder";
import { findLock, listInstalled } from "./lock";
import { type Recipe, recipeKey } from "./recipe";
import { makeWheel, startWheelServer, type WheelServer } from "./testing/wheels";

const levels = (
  await Promise.all(([3, 2, 1, 0] as const).map(async (level) => ({ level, python: await pythonAt(level) })))
).filter((at): at is { level: 0 | 1 | 2 | 3; python: Python } => at.python !== null);
const best = levels[0] as { level: 0 | 1 | 2 | 3; python: Python };

let wheels: WheelServer;
beforeAll(async () => {
  wheels = await startWheelServer();
});
afterAll(() => wheels.close());

let count = 0;
/** A different recipe for each call: the number in its marker changes. The marker always holds. */
const aRecipe = (kind: "good" | "missing" | "stuck", python = best.python): Recipe => ({
  python,
  requirements: [`${wheels.requirement(kind)} ; python_version > "2.${count++}"`],
  systemPackages: false,
});

function build(recipe: Recipe, options: { signal?: AbortSignal; isolation?: 0 | 1 | 2 | 3 } = {}) {
  const log: string[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const isolation = options.isolation ?? best.level;
  const done = ensureEnvironment(recipe, { signal, isolation, onLog: (text) => log.push(text) });
  return { done, log };
}

describe.each(levels)("ensureEnvironment at level $level", ({ level, python }) => {
  test("builds one whose packages a confined command can import and cannot change", async () => {
    const recipe = aRecipe("good", python);
    const { done, log } = build(recipe, { isolation: level });
    const built = await done;
    if ("failed" in built) throw new Error(built.failed + log.join(""));
    expect(log.join("")).toMatch(/Successfully installed tinywheel-1.0|\+ tinywheel==1.0/);
    expect(log.join("")).toMatch(/ready after/);
    expect(log.join("")).not.toContain(environmentFolder(recipeKey(recipe)).root);
    const work = path.join(environmentFolder(recipeKey(recipe)).root, "..", `work-${level}`);
    fs.mkdirSync(work);
    const result = await runConfined({
      command: [
        built.python.path,
        "-c",
        "import os, sys, tinywheel\nprint(tinywheel.word, sys.prefix)\nos.system('tinywheel')\nopen(tinywheel.__file__, 'a').write('x')",
      ],
      cwd: work,
      readable: built.python.readable,
      writable: [work],
      network: false,
      environment: { PATH: `${path.dirname(built.python.path)}:/usr/bin:/bin` },
      limits: { wallMs: 20_000, memoryBytes: 2 ** 30, processes: 40, outputBytes: 5_000 },
      isolation: level,
    });
    const { venv } = environmentFolder(recipeKey(recipe));
    expect(result.stdout).toContain(`from the wheel ${venv}\n`);
    expect(result.stdout.match(/from the wheel/g)).toHaveLength(2);
    // Root may write anywhere if nothing confines it.
    if (level > 0) expect(result.stderr).toMatch(/Read-only file system|Permission denied/);
  });
});

describe("ensureEnvironment", () => {
  test("builds once for all simultaneous requests, and not again", async () => {
    const first = wheels.requests.length;
    await build(aRecipe("good")).done;
    const before = wheels.requests.length;
    const recipe = aRecipe("good");
    const all = await Promise.all([build(recipe), build(recipe), build(recipe)].map(({ done }) => done));
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
    expect(wheels.requests.length - before).toBe(before - first); // as many as one build needs
    const repeated = build(recipe);
    expect(await repeated.done).toEqual(all[0]);
    expect(repeated.log).toEqual([]);
    expect(findEnvironment(recipe)).toEqual((all[0] as { python: Python }).python);
  });

  test("waits for the lock that another worker holds", async () => {
    const recipe = aRecipe("good");
    const connection = await pg.reserve();
    const name = `wooey environment ${recipeKey(recipe)}`;
    await connection`select pg_advisory_lock(hashtext(${name}))`;
    const { done, log } = build(recipe);
    await expect.poll(() => log.join("")).toBe("Another worker is building this environment.\n");
    expect(fs.existsSync(environmentFolder(recipeKey(recipe)).root)).toBe(false);
    await connection`select pg_advisory_unlock(hashtext(${name}))`;
    connection.release();
    expect(await done).toHaveProperty("python");
  });

  test("reports why it failed, keeps the log, and tries again the next time", async () => {
    const recipe = aRecipe("missing");
    const first = await build(recipe).done;
    expect(first).toMatchObject({ failed: { values: { output: expect.stringContaining("404") } } });
    const folder = environmentFolder(recipeKey(recipe));
    expect(fs.readFileSync(folder.log, "utf8")).toContain("404");
    expect(findEnvironment(recipe)).toBeNull();
    const before = wheels.requests.length;
    await build(recipe).done;
    expect(wheels.requests.length).toBeGreaterThan(before);
  });

  test("uses nothing from a half-built folder", async () => {
    const recipe = aRecipe("good");
    const folder = environmentFolder(recipeKey(recipe));
    fs.mkdirSync(path.join(folder.venv, "lib"), { recursive: true });
    fs.writeFileSync(path.join(folder.venv, "lib", "broken"), "");
    expect(findEnvironment(recipe)).toBeNull();
    expect(await build(recipe).done).toHaveProperty("python");
    expect(fs.existsSync(path.join(folder.venv, "lib", "broken"))).toBe(false);
  });

  test("ends a build when nobody waits for it any longer, and not before", async () => {
    const recipe = aRecipe("stuck");
    const [first, second] = [new AbortController(), new AbortController()];
    const before = wheels.requests.length;
    const waits = [first, second].map(({ signal }) => build(recipe, { signal }).done.catch((reason) => reason));
    await expect.poll(() => wheels.requests.length, { timeout: 20_000 }).toBeGreaterThan(before);
    first.abort("first");
    expect(await waits[0]).toBe("first");
    second.abort("second");
    expect(await waits[1]).toBe("second");
    // The lock is free again once the build has died.
    const name = `wooey environment ${recipeKey(recipe)}`;
    await expect
      .poll(async () => (await pg`select pg_try_advisory_xact_lock(hashtext(${name})) as taken`)[0]?.taken, {
        timeout: 10_000,
      })
      .toBe(true);
    expect(findEnvironment(recipe)).toBeNull();
  });
});

test("hides the password of a package index from readers of the log and of files that jobs may open", async () => {
  const recipe = aRecipe("missing");
  const requirements = ["--extra-index-url http://me:hunter2@127.0.0.1:9/simple", ...recipe.requirements];
  const { done, log } = build({ ...recipe, requirements });
  expect(await done).toHaveProperty("failed");
  expect(log.join("")).toContain("****@127.0.0.1:9");
  expect(JSON.stringify([await done, log])).not.toContain("hunter2");
  const { root } = environmentFolder(recipeKey({ ...recipe, requirements }));
  const open = fs.readdirSync(root).filter((name) => (fs.statSync(path.join(root, name)).mode & 0o004) !== 0);
  for (const name of open.filter((each) => fs.statSync(path.join(root, each)).isFile())) {
    expect(fs.readFileSync(path.join(root, name), "utf8")).not.toContain("hunter2");
  }
});

describe("removeOldEnvironments", () => {
  test("removes environments that were not used for 30 days, and half-built ones", async () => {
    const used = aRecipe("good");
    await build(used).done;
    const half = environmentFolder("0".repeat(64));
    fs.mkdirSync(half.root, { recursive: true });
    fs.writeFileSync(half.log, "");
    const day = 24 * 3_600_000;
    await removeOldEnvironments(Date.now() + day / 2);
    expect(fs.existsSync(half.root)).toBe(true);
    await removeOldEnvironments(Date.now() + 2 * day);
    expect(fs.existsSync(half.root)).toBe(false);
    expect(findEnvironment(used)).not.toBeNull();
    await removeOldEnvironments(Date.now() + 31 * day);
    expect(findEnvironment(used)).toBeNull();
  });
});

describe("the versions of an environment", () => {
  const wheelFolder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-versions-"));
  const data = env().WOOEY_DATA_DIR;
  const options = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: wheelFolder, UV_NO_INDEX: "1", UV_FIND_LINKS: wheelFolder };
  beforeAll(() => fs.chmodSync(wheelFolder, 0o755));
  beforeEach(() => Object.assign(process.env, options));
  afterEach(() => {
    for (const name of Object.keys(options)) delete process.env[name];
    Object.assign(env(), { WOOEY_DATA_DIR: data });
  });
  afterAll(() => fs.rmSync(wheelFolder, { recursive: true, force: true }));

  /** Another machine has a data folder of its own, and the same database. */
  function onAnotherMachine(): void {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-machine-"));
    fs.chmodSync(folder, 0o755);
    Object.assign(env(), { WOOEY_DATA_DIR: folder });
  }

  async function installedBy(recipe: Recipe): Promise<string[]> {
    const built = await build(recipe).done;
    if ("failed" in built) throw new Error(JSON.stringify(built.failed));
    return listInstalled(environmentFolder(recipeKey(recipe)).venv);
  }

  test("are those of its first build on every machine, until they are gone", async () => {
    makeWheel(wheelFolder, "unpinned", "1.0");
    const recipe: Recipe = { python: best.python, requirements: ["unpinned"], systemPackages: false };
    expect(await installedBy(recipe)).toEqual(["unpinned==1.0"]);
    makeWheel(wheelFolder, "unpinned", "2.0");
    onAnotherMachine();
    expect(await installedBy(recipe)).toEqual(["unpinned==1.0"]);
    fs.rmSync(path.join(wheelFolder, "unpinned-1.0-py3-none-any.whl"));
    onAnotherMachine();
    expect(await installedBy(recipe)).toEqual(["unpinned==2.0"]);
    expect(await findLock(recipeKey(recipe))).toEqual(["unpinned==2.0"]);
  }, 60_000);
});
