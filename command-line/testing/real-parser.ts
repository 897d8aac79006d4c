import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** What the parser of a script makes of a command line. */
export type ParserAnswer =
  | { accepted: true }
  | { accepted?: undefined; error: string; parameter: string | null; byScript: boolean };

/**
 * The answers of a script's own parser to each list of arguments, and whether the parser that was asked knows commands; a
 * sentence where it could not be asked.
 */
export async function askRealParser(
  script: { file: string; python: string; folder?: string },
  argvs: readonly string[][],
): Promise<{ commands: boolean; answers: ParserAnswer[] } | string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-parser-"));
  try {
    const child = spawn(script.python, ["-B", path.join(import.meta.dirname, "real_parser.py"), script.file], {
      cwd: folder,
      env: {
        PATH: "/usr/bin:/bin",
        HOME: folder,
        TMPDIR: folder,
        LANG: "C.UTF-8",
        COLUMNS: "200",
        NODE_ENV: "test",
        PYTHONPATH: script.folder ?? "",
      },
      stdio: ["pipe", "ignore", "ignore", "pipe"],
      timeout: 120_000,
    });
    const chunks: Buffer[] = [];
    child.stdio[3]?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdin?.on("error", () => {}); // the script has ended before it read the questions
    child.stdin?.end(JSON.stringify(argvs));
    await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
    const text = Buffer.concat(chunks).toString();
    if (text === "") return "no answer";
    // real_parser.py answers so.
    const answers = JSON.parse(text) as { commands: boolean; answers: ParserAnswer[] } | { unasked: string };
    return "unasked" in answers ? answers.unasked : answers;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
