import fs from "node:fs";
import path from "node:path";
import { findProgram, interpreterFolders, otherLanguage, readsLineEnds } from "@/server/introspection/language";
import type { Python } from "@/server/sandbox/python";

/** How a script is started: the words before its arguments, and the folders that these programs need. */
export interface Program {
  command: string[];
  readable: string[];
}

const HEAD_BYTES = 1_024;

/**
 * The program that runs a script: Python, or the interpreter that the script's shebang, format or name requires. It
 * sees the script at `visiblePath`. A compiled script is made executable and runs itself. If the interpreter is
 * missing, the program prints a message about it and exits with 127, as a shell does.
 */
export async function programOf(script: string, visiblePath: string, python: Python): Promise<Program> {
  const language = otherLanguage(headOf(script), path.basename(script));
  if (language === null) return { command: [python.path, "-u", visiblePath], readable: python.readable };
  if (readsLineEnds(language.name)) removeCarriageReturns(script);
  const [name, ...words] = language.interpreter;
  if (name === undefined) {
    fs.chmodSync(script, 0o550);
    return { command: [visiblePath], readable: [] };
  }
  const interpreter = await findProgram(name);
  if (interpreter === null) {
    const message = `The script needs ${path.basename(name)}, which is not installed on this machine.`;
    return { command: ["/bin/sh", "-c", 'echo "$0" >&2; exit 127', message], readable: [] };
  }
  // The environment comes first on PATH, because a shell script may start what is installed there.
  const readable = [...(await interpreterFolders(interpreter)), ...python.readable];
  return { command: [interpreter, ...words, visiblePath], readable };
}

/** Removes carriage returns, because a shell takes those of Windows line ends as a part of the last word ("a\r"). */
function removeCarriageReturns(script: string): void {
  if (!headOf(script).includes("\r\n")) return;
  const text = fs.readFileSync(script, "latin1").replaceAll("\r\n", "\n");
  // The copy may be read-only for this process too, so it is replaced as a whole.
  const copy = `${script}.unix`;
  const { mode, uid, gid } = fs.statSync(script);
  fs.writeFileSync(copy, text, { encoding: "latin1", mode });
  fs.chownSync(copy, uid, gid);
  fs.renameSync(copy, script);
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
