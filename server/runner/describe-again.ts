import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@/db/client";
import { ensureEnvironment } from "@/server/environments/build";
import { recipeFor } from "@/server/environments/recipe";
import { describeScript } from "@/server/introspection/describe";
import type { DescribeReport, ScriptSpec } from "@/server/introspection/spec";
import { findPython } from "@/server/sandbox/level";
import type { Python } from "@/server/sandbox/python";
import { storedPath } from "@/server/storage/store";

/** How long the request that waits for a description (15 s at most) also waits for an environment. */
const BUILD_WAIT_MS = 8_000;

interface Described {
  sha256: string;
  filename: string;
  ignoreBadImports: boolean;
}

/**
 * The report of a script whose PEP 723 dependencies were missing when it was read, read again with them; the one there
 * was when that is no better, or when they are not there within 8 s. Their build then goes on until `signal`.
 */
export async function describeWithDependencies(
  script: Described,
  report: DescribeReport,
  signal: AbortSignal,
): Promise<DescribeReport> {
  const pep723 = report.spec?.pep723;
  if (!pep723 || pep723.dependencies.length === 0 || !report.spec || !lacksModules(report.spec)) return report;
  const recipe = await recipeFor({ environment: null, pep723 }, await findPython());
  if ("failed" in recipe) return report;
  const building = ensureEnvironment(recipe, { signal, onLog: () => undefined }).catch(() => null);
  const built = await Promise.race([building, sleep(BUILD_WAIT_MS, null, { ref: false })]);
  if (built === null || "failed" in built) return report;
  return (await describeBetter(script, report.spec, built.python)) ?? report;
}

/** Reads a job's script again once its environment is built, where modules were missing before, and keeps what is better. */
export async function describeVersionOf(jobId: number, python: Python): Promise<void> {
  const [version] = await sql<(Described & { id: number; spec: ScriptSpec })[]>`
    select version.id, version.sha256, version.filename, version.spec, script.ignore_bad_imports as "ignoreBadImports"
    from jobs join script_versions version on version.id = version_id join scripts script on script.id = script_id
    where jobs.id = ${jobId}`;
  if (!version || !lacksModules(version.spec)) return;
  const report = await describeBetter(version, version.spec, python);
  if (!report) return;
  await sql`
    update script_versions set spec = ${sql.json(report.spec as never)}, modified_at = now(),
      report = ${sql.json({ ...report, spec: null } as never)}
    where id = ${version.id} and sha256 = ${version.sha256}`;
}

/** Stand-ins took the place of modules; or a missing one stopped the script, and its source was read instead. */
function lacksModules(spec: ScriptSpec): boolean {
  return spec.stubbed.length > 0 || spec.method === "static";
}

async function describeBetter(script: Described, before: ScriptSpec, python: Python) {
  const { sha256, filename, ignoreBadImports } = script;
  const report = await describeScript({ file: storedPath(sha256), filename, python: python.path, ignoreBadImports });
  const { spec } = report;
  if (!spec || spec.engine === "none") return null;
  const isRun = before.method === "static" && spec.method === "runtime";
  return isRun || spec.stubbed.length < before.stubbed.length ? report : null;
}
