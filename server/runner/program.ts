import fs from "node:fs";
import path from "node:path";
import { findProgram, interpreterFolders, otherLanguage } from "@/server/introspection/language";
import type { Python } from "@/server/sandbox/python";

/** How a script is started: the words before its arguments, and the folders they are read from. */
export interface Program {
  command: string[];
  readable: string[];
}

const HEAD_BYTES = 1_024;

/**
 * The program that runs a script, which it finds at `place`: Python, or what its shebang, its format or its name asks for; a compiled one is made
 * executable and runs itself. Where the interpreter is missing, a program that says so and exits with 127, as a shell.
 */
export async function programOf(script: string, place: string, python: Python): Promise<Program> {
  const language = otherLanguage(headOf(script), path.basename(script));
  if (language === null) return { command: [python.path, "-u", place], readable: python.readable };
  const [name, ...words] = language.interpreter;
  if (name === undefined) {
    fs.chmodSync(script, 0o555);
    return { command: [place], readable: [] };
  }
  const interpreter = await findProgram(name);
  if (interpreter === null) {
    const message = `The script is to be run by ${path.basename(name)}, which is not installed on this machine.`;
    return { command: ["/bin/sh", "-c", 'echo "$0" >&2; exit 127', message], readable: [] };
  }
  // Its environment comes first on PATH: a shell script may start what is installed there.
  const readable = [...(await interpreterFolders(interpreter)), ...python.readable];
  return { command: [interpreter, ...words, place], readable };
}

function headOf(file: string): Buffer {
  const handle = fs.openSync(file, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, fs.readSync(handle, head, 0, HEAD_BYTES, 0));
  } finally {
    fs.closeSync(handle);
  }
}
