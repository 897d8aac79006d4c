import { sql } from "drizzle-orm";
import { applyCorrections, type PathCorrection } from "@/command-line/corrections";
import type { ScriptSpec } from "@/command-line/spec";

/** The corrections of the script to which a query's script_versions row belongs, in the order of their paths. */
export const correctionsOfVersion = sql<PathCorrection[]>`coalesce((
  select jsonb_agg(jsonb_build_object('path', correction.path, 'patch', correction.patch) order by correction.path)
  from corrections as correction where correction.script_id = "script_versions"."script_id"), '[]')`;

/** Turns a row that has the spec as it was read and its corrections into one with the spec as it is used. */
export function withUsedSpec<Row extends { spec: ScriptSpec; corrections: PathCorrection[] }>(row: Row) {
  const { corrections, ...rest } = row;
  return { ...rest, ...applyCorrections(row.spec, corrections) };
}
