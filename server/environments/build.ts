import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pg } from "@/db/client";
import { type Message, message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import { killRun } from "@/server/sandbox/kill";
import { findPrograms } from "@/server/sandbox/programs";
import type { Python } from "@/server/sandbox/python";
import { runConfined } from "@/server/sandbox/run";
import { buildProgram } from "./build-program";
import {
  buildLock,
  type EnvironmentFolder,
  environmentFolder,
  failEnvironmentFolder,
  finishEnvironmentFolder,
  isReady,
  makeEnvironmentFolder,
} from "./folder";
import { findLock, listInstalled, saveLock } from "./lock";
import { indexOptions, type Recipe, recipeKey } from "./recipe";
import { withoutPasswords } from "./requirements";

/** An environment's interpreter, or why there is none: the last lines of its build. */
export type Built = { python: Python } | { failed: Message };

export interface BuildOptions {
  /** Ends the wait; the build continues as long as someone else waits for it. */
  signal: AbortSignal;
  /** Receives the build's log as it is written. */
  onLog: (text: string) => void;
  /** The machine's own unless given. */
  isolation?: IsolationLevel;
}

/** How many builds one process runs at a time: they compile, and each holds a connection to the database. */
const BUILDS_MAX = 2;
const POLL_MS = 200;
const LOG_BYTES_MAX = 1024 * 1024;
const limits = {
  wallMs: 30 * 60_000,
  memoryBytes: 4 * 1024 ** 3,
  processes: 256,
  fileBytes: 8 * 1024 ** 3,
  outputBytes: 4096,
};

interface Build {
  done: Promise<Built>;
  controller: AbortController;
  log: string;
  listeners: Set<(text: string) => void>;
}

const builds = new Map<string, Build>();
let active = 0;

/**
 * The interpreter of an environment. The environment is built if it does not exist: once for all callers, under a lock
 * of the database. If it is ready this takes one system call. The next call repeats a failed build.
 * @throws the signal's reason when it ends the wait
 */
export async function ensureEnvironment(recipe: Recipe, options: BuildOptions): Promise<Built> {
  const ready = findEnvironment(recipe);
  if (ready) return { python: ready };
  options.signal.throwIfAborted();
  const key = recipeKey(recipe);
  const build = builds.get(key) ?? startBuild(key, recipe, options.isolation);
  const { onLog, signal } = options;
  if (build.log !== "") onLog(build.log);
  const listener = (text: string) => onLog(text); // a new function, in case two waits pass the same one
  build.listeners.add(listener);
  try {
    return await Promise.race([build.done, aborted(signal)]);
  } finally {
    build.listeners.delete(listener);
    if (build.listeners.size === 0) {
      build.controller.abort();
      if (builds.get(key) === build) builds.delete(key);
      await build.done.catch(() => undefined); // its processes end with it
    }
  }
}

/** The interpreter of a built environment, which counts as a use of it; null if it is not built. */
export function findEnvironment(recipe: Recipe): Python | null {
  if (recipe.requirements.length === 0) return recipe.python;
  const folder = environmentFolder(recipeKey(recipe));
  return isReady(folder) ? pythonIn(folder, recipe) : null;
}

function pythonIn(folder: EnvironmentFolder, { python }: Recipe): Python {
  const readable = [...python.readable, folder.venv];
  return { path: path.join(folder.venv, "bin", "python"), version: python.version, readable };
}

function startBuild(key: string, recipe: Recipe, isolation: IsolationLevel | undefined): Build {
  const controller = new AbortController();
  const { signal } = controller;
  const log = (text: string) => {
    if (build.log.length > LOG_BYTES_MAX) return;
    build.log += text;
    for (const listener of build.listeners) listener(text);
  };
  const run = async () => {
    while (active >= BUILDS_MAX) await sleep(POLL_MS, undefined, { signal });
    active++;
    try {
      return await underLock({ key, signal, log }, () => fill(key, recipe, { signal, onLog: log, isolation }));
    } finally {
      active--;
    }
  };
  // Starts one turn later, so that `log` finds the build.
  const done = Promise.resolve().then(run);
  const build: Build = { done, controller, log: "", listeners: new Set() };
  builds.set(key, build);
  const forget = () => {
    if (builds.get(key) === build) builds.delete(key);
  };
  done.then(forget, forget);
  return build;
}

/** The lock belongs to a connection, so it is released when a worker dies. */
async function underLock<T>(
  { key, signal, log }: { key: string; signal: AbortSignal; log(text: string): void },
  work: () => Promise<T>,
) {
  const connection = await pg.reserve();
  const name = buildLock(key);
  try {
    for (let tries = 0; ; tries++) {
      const [lock] = await connection<{ taken: boolean }[]>`select pg_try_advisory_lock(hashtext(${name})) as taken`;
      if (lock?.taken) break;
      if (tries === 0) log("Another worker is building this environment.\n");
      await sleep(POLL_MS, undefined, { signal });
    }
    try {
      return await work();
    } finally {
      await connection`select pg_advisory_unlock(hashtext(${name}))`;
    }
  } finally {
    connection.release();
  }
}

async function fill(key: string, recipe: Recipe, options: BuildOptions): Promise<Built> {
  const folder = environmentFolder(key);
  if (isReady(folder)) return { python: pythonIn(folder, recipe) };
  const startedAt = performance.now();
  await killRun({ root: 0, variable: markOf(folder), userId: null }); // left by a worker that was killed
  const log = (text: string) => {
    const shown = withoutPasswords(text);
    options.onLog(shown);
    try {
      fs.appendFileSync(folder.log, shown);
    } catch {
      // For example a full disk, which the build itself meets and reports. It must not end the worker.
    }
  };
  const failed = await installLocked({ key, folder }, recipe, { ...options, onLog: log });
  if (failed !== null) {
    await failEnvironmentFolder(folder, failed);
    return { failed };
  }
  await finishEnvironmentFolder(folder);
  log(`The environment is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s; it is built once.\n`);
  return { python: pythonIn(folder, recipe) };
}

/**
 * Installs the versions that the database keeps for this environment, so that it is the same on every machine; where they
 * can no longer be had, the newest that fit. Returns why it failed, or null.
 */
async function installLocked(
  { key, folder }: { key: string; folder: EnvironmentFolder },
  recipe: Recipe,
  options: BuildOptions,
): Promise<Message | null> {
  const about = { ...recipe, asked: recipe.asked ?? null };
  const locked = await findLock(key);
  const installWith = async (constraints: string[], firstLine: string) => {
    await makeEnvironmentFolder(folder, { ...about, constraints }); // which empties the log
    options.onLog(`${firstLine}\n`);
    const failed = await install(folder, recipe, options);
    options.signal.throwIfAborted();
    if (failed === null) await saveLock(key, listInstalled(folder.venv));
    return failed;
  };
  const { python, requirements } = recipe;
  const names = requirements.join(", ");
  const failed = await installWith(locked, `Building the Python environment (Python ${python.version}: ${names}).`);
  if (failed === null || locked.length === 0) return failed;
  return installWith([], "The versions of the first build can no longer be installed. Installing the newest that fit.");
}

/** The marker in the environment of a build's processes. The lock gives the folder to one worker at a time. */
function markOf(folder: EnvironmentFolder): string {
  return `WOOEY_BUILD=${folder.root}`;
}

/** Runs the build confined, with the network and without the data of any job. Returns why it failed, or null. */
async function install(folder: EnvironmentFolder, recipe: Recipe, options: BuildOptions): Promise<Message | null> {
  const { python, systemPackages } = recipe;
  const [uv] = findPrograms("uv");
  const indexes = indexOptions();
  const local = (indexes.PIP_FIND_LINKS ?? "")
    .split(/\s+/)
    .filter((name) => path.isAbsolute(name) && fs.existsSync(name));
  const words = [
    folder.venv,
    folder.requirements,
    systemPackages ? "--system-site-packages" : "",
    uv ?? "",
    folder.constraints,
  ];
  let lastLine = "";
  const result = await runConfined({
    command: ["/bin/sh", "-c", buildProgram, "wooey-build", python.path, ...words],
    cwd: folder.temporary,
    readable: [...python.readable, folder.requirements, folder.constraints, ...(uv ? [uv] : []), ...local],
    writable: [folder.venv, folder.temporary],
    network: true,
    environment: {
      ...indexes,
      WOOEY_BUILD: folder.root,
      HOME: folder.temporary,
      TMPDIR: folder.temporary,
      PIP_NO_CACHE_DIR: "1",
      UV_CACHE_DIR: `${folder.temporary}/uv`,
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIP_NO_INPUT: "1",
      UV_LINK_MODE: "copy",
      UV_PYTHON_DOWNLOADS: "never",
    },
    limits,
    signal: options.signal,
    onOutput: (bytes) => {
      const text = bytes.toString().replaceAll(`${folder.root}/`, ""); // the folder's path is private
      lastLine =
        text
          .split(/\r?\n/)
          .filter((line) => line.trim() !== "")
          .at(-1)
          ?.trim() ?? lastLine;
      options.onLog(text);
    },
    ...(options.isolation === undefined ? {} : { isolation: options.isolation }),
  });
  if (result.exitCode === 0) return null;
  if (result.timedOut)
    return message("The build took longer than {limit}.", {
      limit: { amount: limits.wallMs / 60_000, unit: "minute" },
    });
  const lastWords = withoutPasswords(lastLine) || result.stderr.trim();
  if (lastWords) return { text: "{output}", values: { output: lastWords } };
  return result.signal
    ? message("The build was ended by {signal}.", { signal: result.signal })
    : message("The build ended with exit code {code}.", { code: result.exitCode ?? 0 });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
