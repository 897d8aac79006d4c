import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import { phrase } from "@/server/language/text";
import { projectRoot } from "@/server/root";
import { requireIsolation } from "@/server/sandbox/level";
import { precompile } from "@/server/sandbox/precompile";
import { runConfined } from "@/server/sandbox/run";
import { withFileHints } from "./file-hints";
import { readFormBlock } from "./form-file/form-block";
import { describeByHelp } from "./help/describe-by-help";
import { readHelpText, withGuessed } from "./help/help-text";
import { interpreterFolders, otherLanguage } from "./language";
import { confinement, type ScriptLocation } from "./script-location";
import { describeErrorSchema, helpTextSchema, scriptSpecSchema } from "./spec-schema";

/** Starts a program confined; `server/sandbox/run` unless a test brings its own. */
export type ConfinedRun = typeof runConfined;

export interface DescribeOptions {
  /** The stored script. */
  file: string;
  /** The name under which it was uploaded and is run. */
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
/** For starting Python, and for writing the report. */
const reservedMs = 2_000;
/** Address space, which numeric libraries reserve freely; describe itself holds the script to 256 MB of memory. */
const pythonMemoryBytes = 2 ** 30;
/** From this isolation level on, programs that a script starts while it is read can only access its scratch folder. */
const sandboxLevelMin = 2;
const sourceBytesMax = 10 * 1024 * 1024;

/**
 * Reads the parameters of a script in a sandboxed process, without letting it do its work. Never throws for mistakes in
 * the script: they are returned as `error`, in words that its author can act on. Leaves nothing on the disk.
 */
export async function describeScript(options: DescribeOptions): Promise<DescribeReport> {
  const startedMs = performance.now();
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-describe-"));
  await fs.chmod(scratch, 0o711); // at isolation levels 1 and 2 another user passes through it
  try {
    const { answer, isolationLevel } = await describeIn(scratch, options);
    // A form block names its files itself.
    if (answer.spec && answer.spec.method !== "declared")
      answer.spec = { ...answer.spec, command: withFileHints(answer.spec.command) };
    return { ...answer, durationMs: Math.round(performance.now() - startedMs), isolationLevel };
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

async function describeIn(scratch: string, options: DescribeOptions) {
  const filename = path.basename(options.filename) || "script.py";
  const [scriptFolder, work] = [path.join(scratch, "script"), path.join(scratch, "work")];
  await Promise.all([fs.mkdir(scriptFolder), fs.mkdir(work)]);
  const location = { script: path.join(scriptFolder, filename), filename, scriptFolder, work };
  await fs.copyFile(options.file, location.script);
  await fs.chmod(location.script, 0o444); // Only the server may read the stored file. The program may run as another user.
  const language = otherLanguage(await headOf(location.script), filename);
  const declared = await readDeclared(location);
  if (declared !== null) return { answer: declared, isolationLevel: 0 };
  if (language === null) return describePython(location, options);
  return describeByHelp(location, language, {
    run: options.run ?? runConfined,
    timeoutMs: options.timeoutMs ?? timeoutMsDefault,
  });
}

async function describePython(location: ScriptLocation, options: DescribeOptions) {
  const timeoutMs = options.timeoutMs ?? timeoutMsDefault;
  const program = path.join(projectRoot(), "server/introspection/describe");
  precompile(options.python, program);
  const result = await (options.run ?? runConfined)({
    ...confinement(location, { wallMs: timeoutMs, memoryBytes: pythonMemoryBytes }),
    command: [
      ...[options.python, "-s", "-B", "-X", "utf8", path.join(program, "__main__.py")],
      ...["--out-fd", "3", "--timeout", String(Math.max(timeoutMs - reservedMs, 1_000) / 1_000)],
      ...(options.ignoreBadImports ? [] : ["--no-stub-imports"]),
      ...((await requireIsolation()).level >= sandboxLevelMin ? ["--programs"] : []),
      ...["--", location.script],
    ],
    readable: [location.scriptFolder, program, ...(await interpreterFolders(options.python))],
    answerFd: true,
  });
  return { answer: toAnswer(result.answer, result), isolationLevel: result.isolationLevel };
}

/** The parameters in a form block, which takes precedence over the program. The program is not started then. */
async function readDeclared(location: ScriptLocation): Promise<Answer | null> {
  const { size } = await fs.stat(location.script);
  if (size > sourceBytesMax) return null;
  const found = readFormBlock(await fs.readFile(location.script, "utf8"), location.filename);
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

function toAnswer(bytes: Buffer, { timedOut }: { timedOut: boolean }): Answer {
  const parsed = parseJson(bytes);
  const refused = describeErrorSchema.safeParse(parsed);
  if (refused.success) return { spec: null, error: refused.data.error };
  const spec = scriptSpecSchema.safeParse(parsed);
  if (spec.success) return { spec: withHelpText(spec.data, parsed) };
  if (timedOut) return failed("timeout", phrase("The script could not be read in time."));
  if (bytes.length > 0) return failed("unreadable", phrase("The script's description was damaged."));
  return failed("unreadable", phrase("The script could not be read because Python ended without a result."));
}

/**
 * The spec, completed from a help text that a Python script prints itself: with all parameters if nothing else was
 * found, or with the options that only this text contains if the parser accepts unknown options.
 */
function withHelpText(spec: ScriptSpec, parsed: unknown): ScriptSpec {
  const shown = helpTextSchema.safeParse(parsed);
  if (!shown.success) return spec;
  const command = readHelpText(shown.data.helpText, spec.prog ?? "");
  if (spec.lenient) return { ...spec, command: withGuessed(spec.command, command, shown.data.notOffered ?? []) };
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
