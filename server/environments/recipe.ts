import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env, rawEnvironment } from "@/server/env";
import { type Message, message } from "@/server/language/message";
import { inspectPython, installedPythons, type Python } from "@/server/sandbox/python";
import { isInside } from "@/server/sandbox/system";
import { readDependency } from "./dependency";
import { findUnlisted, normalRequirements, unlistedText, withoutPasswords } from "./requirements";
import { satisfiesPython } from "./requires-python";

/** What a Python environment is built from. Without requirements it is only the interpreter, and nothing is built. */
export interface Recipe {
  python: Python;
  requirements: string[];
  /** Whether the interpreter's own packages are included, as in Wooey's virtual environments. */
  systemPackages: boolean;
  /** The interpreter as written in a virtual environment; missing for a PEP 723 block. It does not affect the build. */
  asked?: string;
}

/** A script's environment request: by its virtual environment, which takes precedence, or by its PEP 723 block. */
export interface EnvironmentRequest {
  environment: { pythonBinary: string; requirements: string } | null;
  pep723: { requiresPython?: string | null; dependencies: string[] } | null;
}

/**
 * The recipe for a script's request, where `python` is the instance's interpreter; or a sentence that says why there is
 * none.
 */
export async function recipeFor(request: EnvironmentRequest, python: Python): Promise<Recipe | { failed: Message }> {
  if (request.environment) {
    const { pythonBinary } = request.environment;
    const requirements = normalRequirements(request.environment.requirements);
    const unlisted = findUnlisted(requirements);
    if (unlisted !== undefined && !env().WOOEY_ALLOW_PACKAGE_SOURCES) return refusalOf(unlisted);
    const environment = await pythonCalled(pythonBinary, python);
    if (!environment)
      return { failed: message("{python} is not a Python 3.8 or newer on this machine.", { python: pythonBinary }) };
    return {
      python: environment,
      requirements,
      systemPackages: true,
      asked: pythonBinary,
    };
  }
  const { requiresPython, dependencies } = request.pep723 ?? { dependencies: [] };
  // Lines of a requirements file may contain options; a dependency is only a name with its constraints.
  const odd = dependencies.find((text) => readDependency(text.trim()) === null);
  if (odd !== undefined) return { failed: message('"{line}" is not a dependency.', { line: odd.trim() }) };
  const unlisted = findUnlisted(dependencies.map((text) => text.trim()));
  if (unlisted !== undefined && !env().WOOEY_ALLOW_PACKAGE_SOURCES) return refusalOf(unlisted);
  const fitting = await fittingPython(requiresPython ?? "", python);
  if (fitting)
    return { python: fitting, requirements: normalRequirements(dependencies.join("\n")), systemPackages: false };
  return {
    failed: message("The script needs Python {requested}, but this machine has {version}.", {
      requested: requiresPython ?? "",
      version: python.version,
    }),
  };
}

function refusalOf(line: string): { failed: Message } {
  return { failed: message(unlistedText, { line: withoutPasswords(line) }) };
}

/**
 * Plain "python3" means the instance's interpreter, which jobs can run: PATH may lead to one in a closed home folder.
 */
async function pythonCalled(binary: string, instancePython: Python): Promise<Python | null> {
  if (["python", "python3"].includes(binary)) return instancePython;
  return isNobodysJob(binary) ? askCached(binary) : null;
}

/**
 * The interpreter is started with the server's rights to ask for its version, so it must not be a file that a job could
 * have written.
 */
function isNobodysJob(binary: string): boolean {
  if (!binary.includes("/")) return true; // found on the server's PATH
  try {
    const [real, folder] = [fs.realpathSync(binary), fs.realpathSync(path.dirname(binary))];
    const data = fs.realpathSync(env().WOOEY_DATA_DIR);
    const stat = fs.statSync(real);
    const isSafe = [0, process.getuid?.()].includes(stat.uid) && (stat.mode & 0o002) === 0;
    return path.isAbsolute(binary) && isSafe && !isInside(real, [data]) && !isInside(folder, [data]);
  } catch {
    return false; // does not exist
  }
}

/** An answer is kept for a minute: asking takes 30 ms, and ten times that for a wrapper such as pyenv's. */
const ANSWER_MS = 60_000;
const answers = new Map<string, { at: number; answer: Promise<Python | null> }>();

function askCached(binary: string): Promise<Python | null> {
  const known = answers.get(binary);
  if (known && Date.now() - known.at < ANSWER_MS) return known.answer;
  const answer = inspectPython(binary);
  answers.set(binary, { at: Date.now(), answer });
  return answer;
}

async function fittingPython(requires: string, python: Python): Promise<Python | undefined> {
  if (satisfiesPython(python.version, requires)) return python;
  return (await installedPythons()).find(({ version }) => satisfiesPython(version, requires));
}

const sources = ["INDEX_URL", "EXTRA_INDEX_URL", "NO_INDEX", "FIND_LINKS"];
const forPip = [...sources, "TRUSTED_HOST", "CERT", "DEFAULT_TIMEOUT", "RETRIES"].map((name) => `PIP_${name}`);
const forUv = [...sources, "DEFAULT_INDEX", "INDEX", "INDEX_STRATEGY", "INSECURE_HOST"].map((name) => `UV_${name}`);
const forNetwork = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** The server's settings for package sources: the only part of its environment that a build receives. */
export function indexOptions(): Record<string, string> {
  const environment = rawEnvironment();
  const given = [...forPip, ...forUv, ...forNetwork].flatMap((name) =>
    environment[name] ? [[name, environment[name]]] : [],
  );
  const found: Record<string, string> = Object.fromEntries(given);
  // uv does not read pip's variables; this way one setting is enough for both.
  for (const name of sources) if (found[`PIP_${name}`]) found[`UV_${name}`] ??= found[`PIP_${name}`] ?? "";
  return found;
}

/** The name of an environment's folder; equal recipes have the same one. */
export function recipeKey(recipe: Recipe, options: Record<string, string> = indexOptions()): string {
  const { python, requirements, systemPackages } = recipe;
  const indexes = Object.entries(options)
    .filter(([name]) => sources.some((source) => name.endsWith(source)) || name.startsWith("UV_"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [python.path, python.version, process.platform, process.arch, systemPackages, requirements, indexes];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
