import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { CLIENT } from "../bin/build/bundle.mjs";

/** What a program printed and wrote. */
export interface Ended {
  code: number | null;
  stdout: Buffer;
  stderr: Buffer;
  /** By their names, in Base64. */
  files: Record<string, string>;
  durationMs: number;
}

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  /** In which each run gets a folder of its own. */
  home: string;
  /** Files of that folder. */
  inputs?: Record<string, string>;
}

/** Starts a program in a folder of its own. */
export function start(
  program: string,
  words: string[],
  { env, home, inputs = {} }: RunOptions,
): { child: ChildProcess; folder: string } {
  const folder = fs.mkdtempSync(path.join(home, "run-"));
  for (const [name, content] of Object.entries(inputs)) fs.writeFileSync(path.join(folder, name), content);
  return { child: spawn(program, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] }), folder };
}

/** Runs a program to its end. */
export async function run(program: string, words: string[], options: RunOptions): Promise<Ended> {
  const startedAt = performance.now();
  const { child, folder } = start(program, words, options);
  const printed: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  for (const name of ["stdout", "stderr"] as const) child[name]?.on("data", (chunk) => printed[name].push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const durationMs = performance.now() - startedAt;
  const [stdout, stderr] = [Buffer.concat(printed.stdout), Buffer.concat(printed.stderr)];
  return { code, stdout, stderr, files: filesIn(folder), durationMs };
}

/** The same for a command of the client. */
export function runClient(words: string[], options: RunOptions): Promise<Ended> {
  return run(process.execPath, [CLIENT, ...words], options);
}

function filesIn(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => fs.lstatSync(path.join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), "base64")]));
}

/** In what two runs differ. Tracebacks and messages name the script by its path, which is another one at the server. */
export function differences(one: Ended, other: Ended): string[] {
  const textOf = (bytes: Buffer) => bytes.toString("latin1").replaceAll(/"?(\/[^\s"]*)?\/[\w.-]+"?/g, "PATH");
  return [
    ...(one.code === other.code ? [] : [`exit code ${one.code}, ${other.code}`]),
    ...(textOf(one.stdout) === textOf(other.stdout) ? [] : ["stdout"]),
    ...(textOf(one.stderr) === textOf(other.stderr) ? [] : ["stderr"]),
    ...(JSON.stringify(one.files) === JSON.stringify(other.files) ? [] : ["files"]),
  ];
}
