import { execFile } from "node:child_process";
import { vi } from "vitest";
import { childEnvironment } from "@/server/env";
import { pathOf } from "../../build/bundle.mjs";
import { makeProgram, runProgram } from "../wooey-program";

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `wooey …` from its bundle in a separate process, as people do, with these settings. */
export function spawnWooey(words: string[], settings: Record<string, string> = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [pathOf("wooey"), ...words],
      { env: childEnvironment(settings) },
      (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** Runs `wooey …` in this process. To start a process takes twenty times as long as most commands. */
export async function wooey(...words: string[]): Promise<CommandResult> {
  const printed = { stdout: "", stderr: "" };
  const write = (stream: keyof typeof printed) => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(write("stdout")),
    vi.spyOn(process.stderr, "write").mockImplementation(write("stderr")),
    vi.spyOn(console, "log").mockImplementation((line) => void write("stdout")(`${line}\n`)),
    vi.spyOn(console, "error").mockImplementation((line) => void write("stderr")(`${line}\n`)),
  ];
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    await runProgram(
      makeProgram(async () => undefined),
      words,
    );
    return { exitCode: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}
