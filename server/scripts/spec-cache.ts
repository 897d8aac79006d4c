import { applyCorrections, type PathCorrection } from "@/command-line/corrections";
import type { ScriptSpec } from "@/command-line/spec";
import { pg } from "@/db/client";

/** How many specs are kept. */
const KEPT = 100;
const known = new Map<number, { state: string; spec: ScriptSpec }>();

/**
 * SQL: a text that changes whenever the spec of a version may have changed, for a query with the version's row as
 * `version`. PostgreSQL marks each row with the transaction that wrote it (xmin).
 */
export const specState = () => pg`(version.xmin::text || ' ' || coalesce((
  select string_agg(correction.xmin::text || correction.path, ' ' order by correction.path)
  from corrections correction where correction.script_id = version.script_id), ''))`;

/** The spec of a version with the corrections of staff; it is read only when `state`, by `specState`, has changed. */
export async function cachedSpecOf(versionId: number, state: string): Promise<ScriptSpec> {
  const found = known.get(versionId);
  const spec = found?.state === state ? found.spec : await readSpec(versionId);
  known.delete(versionId);
  known.set(versionId, { state, spec });
  if (known.size > KEPT) for (const old of [...known.keys()].slice(0, known.size - KEPT)) known.delete(old);
  return spec;
}

async function readSpec(versionId: number): Promise<ScriptSpec> {
  const [row] = await pg<{ spec: ScriptSpec; corrections: PathCorrection[] }[]>`
    select version.spec, coalesce((
      select jsonb_agg(jsonb_build_object('path', path, 'patch', patch) order by path)
      from corrections where script_id = version.script_id), '[]') as corrections
    from script_versions version where version.id = ${versionId}`;
  if (!row) throw new Error(`There is no version ${versionId}.`);
  return applyCorrections(row.spec, row.corrections).spec;
}
