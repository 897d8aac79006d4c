import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "@/server/root";
import { runConfined } from "@/server/sandbox/run";
import type { DescribeReport } from "./spec";
import { describeErrorSchema, scriptSpecSchema } from "./spec-schema";

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
const memoryBytes = 2 ** 30;
const outputBytes = 64 * 1024;
const processes = 64;

/**
 * Reads a script's command line in a confined process, without running its work. Never throws for what is wrong with
 * the script: that is `error`, in words its author can act on. Leaves nothing on disk.
 */
export async function describeScript(options: DescribeOptions): Promise<DescribeReport> {
  const startedMs = performance.now();
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-describe-"));
  try {
    const { answer, isolationLevel } = await describeIn(scratch, options);
    return { ...answer, durationMs: Math.round(performance.now() - startedMs), isolationLevel };
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

async function describeIn(scratch: string, options: DescribeOptions) {
  const folders = { script: path.join(scratch, "script"), work: path.join(scratch, "work") };
  await Promise.all([fs.mkdir(folders.script), fs.mkdir(folders.work)]);
  const filename = path.basename(options.filename) || "script.py";
  const script = path.join(folders.script, filename);
  await fs.copyFile(options.file, script);
  const timeoutMs = options.timeoutMs ?? timeoutMsDefault;
  const program = path.join(projectRoot(), "server/introspection/describe");
  const result = await (options.run ?? runConfined)({
    command: [
      ...[options.python, "-I", "-B", "-X", "utf8", path.join(program, "__main__.py")],
      ...["--out-fd", "3", "--timeout", String(Math.max(timeoutMs - reservedMs, 1_000) / 1_000)],
      ...(options.ignoreBadImports ? [] : ["--no-stub-imports"]),
      ...["--", script],
    ],
    cwd: folders.work,
    readable: [folders.script, program, ...(await pythonFolders(options.python))],
    writable: [folders.work],
    network: false,
    environment: {
      ...{ HOME: folders.work, TMPDIR: folders.work, PATH: "/usr/local/bin:/usr/bin:/bin" },
      ...{ LANG: "C.UTF-8", PYTHONHASHSEED: "0" },
    },
    limits: { wallMs: timeoutMs, memoryBytes, processes, outputBytes },
    answerFd: true,
  });
  return { answer: toAnswer(result.answer, result.timedOut), isolationLevel: result.isolationLevel };
}

/** Where an interpreter and its library live: a virtual environment's folder, and that of the Python it is made from. */
async function pythonFolders(python: string): Promise<string[]> {
  if (!path.isAbsolute(python)) return [];
  const real = await fs.realpath(python).catch(() => python);
  const folders = [python, real].map((file) => path.dirname(path.dirname(file)));
  return [...new Set(folders)].filter((folder) => folder !== "/");
}

function toAnswer(bytes: Buffer, timedOut: boolean): Answer {
  const parsed = parseJson(bytes);
  const refused = describeErrorSchema.safeParse(parsed);
  if (refused.success) return { spec: null, error: refused.data.error };
  const spec = scriptSpecSchema.safeParse(parsed);
  if (spec.success) return { spec: spec.data };
  if (timedOut) return failed("timeout", "The script could not be read in time.");
  if (bytes.length > 0) return failed("unreadable", "The script's description came out damaged.");
  return failed("unreadable", "The script could not be read: Python ended without an answer.");
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
