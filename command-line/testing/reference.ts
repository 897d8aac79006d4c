import { spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import type { Command } from "../spec";
import type { CommandValues } from "../values";

export interface Case {
  command: Command;
  argv: string[];
  lenient?: boolean;
  engine?: "optparse";
}

export type Answer = { values: CommandValues } | { error: string } | { invalid: string };

/** What this Python's own argparse makes of each case; one process for all of them, the answers in order. */
export async function askPython(cases: Case[], python = "python3"): Promise<Answer[]> {
  const child = spawn(python, [path.join(import.meta.dirname, "reference.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const answers: Answer[] = [];
  const lines = readline.createInterface({ input: child.stdout });
  lines.on("line", (line) => answers.push(JSON.parse(line) as Answer));
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    lines.on("close", () => resolve(child.exitCode));
  });
  for (const one of cases) child.stdin.write(`${JSON.stringify(one)}\n`);
  child.stdin.end();
  await closed;
  if (answers.length !== cases.length) throw new Error(`${python} answered ${answers.length} of ${cases.length} cases`);
  return answers;
}
