import fs from "node:fs/promises";
import path from "node:path";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import type { runConfined } from "@/server/sandbox/run";
import { confinement, type Place } from "../describe-place";
import { findProgram, interpreterFolders, type OtherLanguage } from "../language";
import { readPerlSource } from "../source/perl";
import { readShellSource } from "../source/shell";
import { readHelpText } from "./help-text";
import { withCommands } from "./subcommands";

/** Node and Java reserve far more address space than they use. */
const memoryBytes = 2 ** 33;
/** A command that is asked later than this before the end would be cut off. */
const reservedMs = 1_000;

interface Asked {
  help: string;
  timedOut: boolean;
  isolationLevel: number;
}

/**
 * A program that is not Python tells of itself by --help alone, and so does each command that it lists there; what it
 * does instead of that, it does in the sandbox.
 */
export async function describeByHelp(
  place: Place,
  language: OtherLanguage,
  run: typeof runConfined,
  timeoutMs: number,
): Promise<{ answer: Pick<DescribeReport, "spec" | "error">; isolationLevel: number }> {
  const endsAt = performance.now() + timeoutMs;
  const [name, ...words] = language.interpreter;
  const interpreter = name === undefined ? null : await findProgram(name);
  if (name !== undefined && interpreter === null) {
    const message = `The script is to be run by ${path.basename(name)}, which is not installed on this machine.`;
    return { answer: { spec: null, error: { code: "no_interpreter", message } }, isolationLevel: 0 };
  }
  if (interpreter === null) await fs.chmod(place.script, 0o755);
  const readable = [place.scriptFolder, ...(interpreter === null ? [] : await interpreterFolders(interpreter))];
  const ask = async (command: string[]): Promise<Asked> => {
    const start = interpreter === null ? [] : [interpreter, ...words];
    const result = await run({
      ...confinement(place, endsAt - performance.now(), memoryBytes),
      command: [...start, place.script, ...command, "--help"],
      readable,
    });
    const { timedOut, isolationLevel } = result;
    return { help: withoutPaths(`${result.stdout}\n${result.stderr}`, place), timedOut, isolationLevel };
  };
  const { help, timedOut, isolationLevel } = await ask([]);
  const asked = async (command: string) => (performance.now() + reservedMs < endsAt ? (await ask([command])).help : "");
  const spec = specOf(
    await withCommands(readHelpText(help, place.filename), help, place.filename, asked),
    place.filename,
  );
  if (spec.engine === "none") await guessFromSource(spec, place, language.name);
  if (timedOut) {
    spec.warnings.push({
      code: "timeout",
      message: "The program did not respond to --help in time. It may not support this option.",
    });
  }
  return { answer: { spec }, isolationLevel };
}

function specOf(command: ScriptSpec["command"], program: string): ScriptSpec {
  const found = command.params.length > 0 || command.subcommands !== undefined;
  const engine = found ? "help" : "none";
  return { schema: 1, engine, method: "help", prog: program, stubbed: [], warnings: [], command };
}

/** Where a program does not answer --help, its source may tell what it looks for. */
async function guessFromSource(spec: ScriptSpec, place: Place, language: string): Promise<void> {
  const isShell = /^(shell|(ba|da|z|k)?sh)$/.test(language);
  if (!isShell && !/^perl$/i.test(language)) return;
  const source = await fs.readFile(place.script, "utf8");
  const perl = isShell ? null : readPerlSource(source);
  const guess = isShell ? readShellSource(source) : perl && { engine: "help" as const, command: perl };
  if (guess === null) return;
  Object.assign(spec, guess, { method: "static" });
  spec.warnings.push({
    code: "guessed",
    message: "The program does not respond to --help. Its parameters are guessed from its source.",
    fix: "To make the form exact, describe the parameters in a form block (# /// form).",
  });
}

/** A program names itself and its folder in its help: where that was here is nobody's business. */
function withoutPaths(text: string, { script, filename, scriptFolder, work }: Place): string {
  const names: [string, string][] = [
    [script, filename],
    [`${scriptFolder}/`, ""],
    [scriptFolder, "."],
    [work, "."],
  ];
  return names.reduce((left, [path, name]) => left.replaceAll(path, name), text);
}
