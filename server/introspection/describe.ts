import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "@/server/root";
import { findPython, requireIsolation } from "@/server/sandbox/level";
import { precompile } from "@/server/sandbox/precompile";
import { runConfined } from "@/server/sandbox/run";
import { readFormBlock } from "./form-block";
import { readHelpText } from "./help-text";
import { findProgram, interpreterFolders, type OtherLanguage, otherLanguage } from "./language";
import type { DescribeReport, ScriptSpec } from "./spec";
import { describeErrorSchema, helpTextSchema, scriptSpecSchema } from "./spec-schema";

/** Starts a program confined; `server/sandbox/run` unless a test brings its own. */
export type ConfinedRun = typeof runConfined;

export interface DescribeOptions {
  /** The stored script. */
  file: string;
  /** The name it was uploaded under, which it is also run under. */
  filename: string;
  /** Absolute path of the interpreter, that of the script's virtual environment once it is built. */
  python: string;
  /** Replace missing imports by stand-ins (Wooey's ignore_bad_imports). */
  ignoreBadImports: boolean;
  run?: ConfinedRun;
  timeoutMs?: number;
}

type Answer = Pick<DescribeReport, "spec" | "error">;

const timeoutMsDefault = 10_000;
/** Python's own start, and the wording of what it found. */
const reservedMs = 2_000;
/** Address space, which numeric libraries reserve freely; describe itself holds the script to 256 MB of memory. */
const pythonMemoryBytes = 2 ** 30;
/** Node and Java reserve far more address space than they use. */
const otherMemoryBytes = 2 ** 33;
/** From this isolation level on, programs that a script starts while it is read reach nothing but its scratch folder. */
const sandboxLevelMin = 2;
const outputBytes = 64 * 1024;
const processes = 64;
const sourceBytesMax = 10 * 1024 * 1024;

/**
 * Reads a script's command line in a confined process, without running its work. Never throws for what is wrong with
 * the script: that is `error`, in words its author can act on. Leaves nothing on disk.
 */
export async function describeScript(options: DescribeOptions): Promise<DescribeReport> {
  const startedMs = performance.now();
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-describe-"));
  await fs.chmod(scratch, 0o711); // at isolation levels 1 and 2 another user passes through it
  try {
    const { answer, isolationLevel } = await describeIn(scratch, options);
    return { ...answer, durationMs: Math.round(performance.now() - startedMs), isolationLevel };
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

interface Place {
  script: string;
  filename: string;
  scriptFolder: string;
  work: string;
}

async function describeIn(scratch: string, options: DescribeOptions) {
  const filename = path.basename(options.filename) || "script.py";
  const [scriptFolder, work] = [path.join(scratch, "script"), path.join(scratch, "work")];
  await Promise.all([fs.mkdir(scriptFolder), fs.mkdir(work)]);
  const place = { script: path.join(scriptFolder, filename), filename, scriptFolder, work };
  await fs.copyFile(options.file, place.script);
  const language = otherLanguage(await headOf(place.script), filename);
  const declared = await readDeclared(place);
  if (declared !== null) return { answer: declared, isolationLevel: 0 };
  return language === null ? describePython(place, options) : describeByHelp(place, language, options);
}

async function describePython(place: Place, options: DescribeOptions) {
  const timeoutMs = options.timeoutMs ?? timeoutMsDefault;
  const program = path.join(projectRoot(), "server/introspection/describe");
  precompile((await findPython()).path, program);
  const result = await (options.run ?? runConfined)({
    ...confinement(place, timeoutMs, pythonMemoryBytes),
    command: [
      ...[options.python, "-I", "-B", "-X", "utf8", path.join(program, "__main__.py")],
      ...["--out-fd", "3", "--timeout", String(Math.max(timeoutMs - reservedMs, 1_000) / 1_000)],
      ...(options.ignoreBadImports ? [] : ["--no-stub-imports"]),
      ...((await requireIsolation()).level >= sandboxLevelMin ? ["--programs"] : []),
      ...["--", place.script],
    ],
    readable: [place.scriptFolder, program, ...(await interpreterFolders(options.python))],
    answerFd: true,
  });
  return { answer: toAnswer(result.answer, result.timedOut), isolationLevel: result.isolationLevel };
}

/** Any other program tells of itself by --help alone; what it does instead of that, it does in the sandbox. */
async function describeByHelp(place: Place, language: OtherLanguage, options: DescribeOptions) {
  const [name, ...words] = language.interpreter;
  const interpreter = name === undefined ? null : await findProgram(name);
  if (name !== undefined && interpreter === null) {
    const message = `The script is to be run by ${path.basename(name)}, which is not installed on this machine.`;
    return { answer: failed("no_interpreter", message), isolationLevel: 0 };
  }
  if (interpreter === null) await fs.chmod(place.script, 0o755);
  const result = await (options.run ?? runConfined)({
    ...confinement(place, options.timeoutMs ?? timeoutMsDefault, otherMemoryBytes),
    command: [...(interpreter === null ? [] : [interpreter, ...words]), place.script, "--help"],
    readable: [place.scriptFolder, ...(interpreter === null ? [] : await interpreterFolders(interpreter))],
  });
  const spec = specOfHelp(withoutPaths(`${result.stdout}\n${result.stderr}`, place), place.filename);
  if (result.timedOut) {
    spec.warnings.push({ code: "timeout", message: "The program did not answer --help in time; it may not know it." });
  }
  return { answer: { spec }, isolationLevel: result.isolationLevel };
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

function specOfHelp(help: string, program: string): ScriptSpec {
  const command = readHelpText(help, program);
  const found = command.params.length > 0;
  const engine = found ? "help" : "none";
  return { schema: 1, engine, method: "help", prog: program, stubbed: [], warnings: [], command };
}

function confinement(place: Place, wallMs: number, memoryBytes: number) {
  return {
    cwd: place.work,
    writable: [place.work],
    network: false,
    environment: { HOME: place.work, TMPDIR: place.work, LANG: "C.UTF-8", COLUMNS: "200" },
    limits: { wallMs, memoryBytes, processes, outputBytes },
  };
}

/** What a form block says comes before anything that is read from the program; it is read without starting it. */
async function readDeclared(place: Place): Promise<Answer | null> {
  const { size } = await fs.stat(place.script);
  if (size > sourceBytesMax) return null;
  const found = readFormBlock(await fs.readFile(place.script, "utf8"), place.filename);
  if (found === null) return null;
  return "spec" in found ? { spec: found.spec } : { spec: null, error: found.error };
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1_024), 0, 1_024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function toAnswer(bytes: Buffer, timedOut: boolean): Answer {
  const parsed = parseJson(bytes);
  const refused = describeErrorSchema.safeParse(parsed);
  if (refused.success) return { spec: null, error: refused.data.error };
  const spec = scriptSpecSchema.safeParse(parsed);
  if (spec.success) return { spec: withHelpText(spec.data, parsed) };
  if (timedOut) return failed("timeout", "The script could not be read in time.");
  if (bytes.length > 0) return failed("unreadable", "The script's description came out damaged.");
  return failed("unreadable", "The script could not be read: Python ended without an answer.");
}

/** A Python script that showed a help text of its own is guessed from that, where nothing else was found. */
function withHelpText(spec: ScriptSpec, parsed: unknown): ScriptSpec {
  const shown = helpTextSchema.safeParse(parsed);
  if (!shown.success) return spec;
  const command = readHelpText(shown.data.helpText, spec.prog ?? "");
  if (command.params.length === 0) return spec;
  const description = spec.command.description ?? spec.docstring;
  return { ...spec, engine: "help", method: "help", incomplete: undefined, command: { ...command, description } };
}

function failed(code: string, message: string): Answer {
  return { spec: null, error: { code, message } };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
