import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ScriptSpec, SpecWarning } from "@/command-line/spec";
import { englishOf } from "@/server/language/message";

/** What `describe` answers, read as it is written, and what it left behind. */
export interface Reading {
  spec: ScriptSpec;
  error: SpecWarning;
  answer: string;
  /** Files beside the script and in its scratch folder afterwards. */
  left: string[];
  folder: string;
  durationMs: number;
  output: string;
}

/** A warning or an error as a reader of English sees it. */
export function sentenceOf(warning: SpecWarning | undefined): string | undefined {
  return warning && englishOf({ text: warning.message, values: warning.values });
}

const program = path.resolve(import.meta.dirname, "../describe/__main__.py");

/** The real interpreter: a version manager's `python3` can be a slow shell script. */
const asked = execFileSync("python3", ["-c", "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"]);
const [executable = "", major, minor] = asked.toString().trim().split("\n");
export const python = executable;
/** "3.12" and the like. */
export const version = `${major}.${minor}`;

/** Whether that interpreter is Python 3.`number` or a newer one. */
export function pythonSince3(number: number): boolean {
  return Number(minor) >= number;
}

/** Describes a script of this folder, or given content, in a folder of its own that is gone afterwards. */
export async function read(
  script: string | { name: string; content: string | Buffer },
  options: string[] = [],
  pythonOptions: string[] = [],
): Promise<Reading> {
  const folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "wooey-corpus-")));
  try {
    const name = typeof script === "string" ? path.basename(script) : script.name;
    const content =
      typeof script === "string" ? await fs.readFile(path.join(import.meta.dirname, script)) : script.content;
    await fs.mkdir(path.join(folder, "script"));
    await fs.mkdir(path.join(folder, "work"));
    await fs.writeFile(path.join(folder, "script", name), content);
    const started = performance.now();
    const { answer, output } = await start(folder, name, { options, pythonOptions });
    const durationMs = performance.now() - started;
    const left = (await fs.readdir(folder, { recursive: true })).filter((file) => file.includes(path.sep));
    const parsed = JSON.parse(answer);
    return { spec: parsed, error: parsed.error, answer, left, folder, durationMs, output };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

function start(
  folder: string,
  name: string,
  { options, pythonOptions }: { options: string[]; pythonOptions: string[] },
): Promise<{ answer: string; output: string }> {
  const work = path.join(folder, "work");
  const child = spawn(
    python,
    [
      "-s",
      "-B",
      "-X",
      "utf8",
      ...pythonOptions,
      program,
      "--out-fd",
      "3",
      ...options,
      path.join(folder, "script", name),
    ],
    {
      cwd: work,
      env: { HOME: work, TMPDIR: work, PATH: "/usr/bin:/bin", LANG: "C.UTF-8", PYTHONHASHSEED: "0", NODE_ENV: "test" },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  const answer: Buffer[] = [];
  const output: Buffer[] = [];
  child.stdio[3]?.on("data", (data: Buffer) => answer.push(data));
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => output.push(data));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () =>
      resolve({ answer: Buffer.concat(answer).toString(), output: Buffer.concat(output).toString() }),
    );
  });
}

/** Describes many scripts, four at a time, by name. */
export async function readAll(
  scripts: string[],
  options: string[] = [],
  pythonOptions: string[] = [],
): Promise<Map<string, Reading>> {
  const reports = new Map<string, Reading>();
  const waiting = [...scripts];
  const work = async () => {
    for (let script = waiting.pop(); script !== undefined; script = waiting.pop()) {
      reports.set(path.basename(script), await read(script, options, pythonOptions));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return reports;
}
