import { setTimeout as sleep } from "node:timers/promises";
import type { DescribeReport, ScriptSpec, SpecWarning } from "@/command-line/spec";
import { pg } from "@/db/client";
import { ensureEnvironment } from "@/server/environments/build";
import { recipeFor } from "@/server/environments/recipe";
import { describeScript } from "@/server/introspection/describe";
import { englishOf, type Message, message } from "@/server/language/message";
import { phrase } from "@/server/language/text";
import { findPython } from "@/server/sandbox/level";
import type { Python } from "@/server/sandbox/python";
import { localFileOf } from "@/server/storage/store";

/** How long a request waits for an environment, as a part of the 15 s that it waits for a description at most. */
const BUILD_WAIT_MS = 8_000;

interface Described {
  sha256: string;
  filename: string;
  ignoreBadImports: boolean;
}

/**
 * If PEP 723 dependencies of a script were missing, reads the script again with its dependencies and returns the better
 * report. If they cannot be installed within 8 s, the report contains a warning. The build continues until `signal`.
 */
export async function describeWithDependencies(
  script: Described,
  report: DescribeReport,
  signal: AbortSignal,
): Promise<DescribeReport> {
  const pep723 = report.spec?.pep723 ?? report.error?.pep723;
  const isLacking = report.spec ? lacksModules(report.spec) : report.error?.code === "fails_at_import";
  if (!pep723 || pep723.dependencies.length === 0 || !isLacking) return report;
  const recipe = await recipeFor({ environment: null, pep723 }, await findPython());
  if ("failed" in recipe) return withProblem(report, { message: recipe.failed });
  const building = ensureEnvironment(recipe, { signal, onLog: () => undefined }).catch(() => null);
  const built = await Promise.race([building, sleep(BUILD_WAIT_MS, "late" as const, { ref: false })]);
  if (built === null) return report; // The worker is stopping.
  if (built === "late") {
    return withProblem(report, {
      message: message("The packages of its PEP 723 block were still being installed when the script was read."),
      fix: report.spec
        ? phrase("The script is read again before its first job.")
        : phrase("Upload it again in a moment."),
    });
  }
  if ("failed" in built) {
    return withProblem(report, {
      message: message("The packages of its PEP 723 block cannot be installed: {reason}", {
        reason: englishOf(built.failed).slice(0, 500),
      }),
    });
  }
  return (await describeBetter(script, report.spec, built.python)) ?? report;
}

/** Adds the problem as a warning to the spec, or as the error if nothing could be read. */
function withProblem(
  { spec, error: _, ...rest }: DescribeReport,
  problem: { message: Message; fix?: string },
): DescribeReport {
  const { message, fix } = problem;
  const warning = { code: "dependencies", ...storedMessage(message), ...(fix ? { fix } : {}) };
  if (!spec) return { spec, error: warning, ...rest };
  // The script already declares its packages, so no other warning must advise people to do that.
  const others = spec.warnings.map(({ fix: advice, ...each }) =>
    advice?.includes("PEP 723") ? each : { ...each, ...(advice ? { fix: advice } : {}) },
  );
  return { spec: { ...spec, warnings: [warning, ...others] }, ...rest };
}

/**
 * Reads a job's script again after its environment was built, if modules were missing before, and stores the report if
 * it is better.
 */
export async function redescribeVersion(jobId: number, python: Python): Promise<void> {
  const [version] = await pg<(Described & { id: number; spec: ScriptSpec })[]>`
    select version.id, version.sha256, version.filename, version.spec, script.ignore_bad_imports as "ignoreBadImports"
    from jobs join script_versions version on version.id = version_id join scripts script on script.id = script_id
    where jobs.id = ${jobId}`;
  if (!version || !lacksModules(version.spec)) return;
  const report = await describeBetter(version, version.spec, python);
  if (!report) return;
  // The driver's type does not accept interfaces, although they are JSON.
  const [spec, others] = [report.spec as never, { ...report, spec: null } as never];
  await pg`
    update script_versions set spec = ${pg.json(spec)}, modified_at = now(), report = ${pg.json(others)}
    where id = ${version.id} and sha256 = ${version.sha256}`;
}

/** Whether stand-ins replaced modules, or a missing module stopped the script and its source was read instead. */
function lacksModules(spec: ScriptSpec): boolean {
  return spec.stubbed.length > 0 || spec.method === "static";
}

/** Reads a script again; null when the result is not better than before. */
async function describeBetter(
  script: Described,
  before: ScriptSpec | null,
  python: Python,
): Promise<DescribeReport | null> {
  const { sha256, filename, ignoreBadImports } = script;
  const report = await describeScript({
    file: await localFileOf(sha256),
    filename,
    python: python.path,
    ignoreBadImports,
  });
  const { spec } = report;
  if (before === null) return report;
  if (!spec || spec.engine === "none") return null;
  const isRun = before.method === "static" && spec.method === "runtime";
  return isRun || spec.stubbed.length < before.stubbed.length ? report : null;
}

/** A message in the form of a report: its English text and its values. */
function storedMessage({ text, values }: Message): { message: string; values?: SpecWarning["values"] } {
  return values ? { message: text, values } : { message: text };
}
