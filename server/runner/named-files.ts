import path from "node:path";
import { outputFileParameters } from "@/command-line/inputs";
import type { ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { pg } from "@/db/client";

/** Tells the path of the parameter that a file was named by; null for one that the script named itself. */
export type NameGiver = (file: string) => string | null;

/** The name giver of a job's files, which are told relative to its folder `work`. */
export async function findNameGiver(jobId: number, work: string): Promise<NameGiver> {
  const [row] = await pg<{ spec: ScriptSpec | null; values: CommandValues }[]>`
    select version.spec, job.values from jobs job join script_versions version on version.id = job.version_id
    where job.id = ${jobId}`;
  return row?.spec ? nameGiver(row.spec, row.values, work) : () => null;
}

/** The same for values in hand. A value may name a folder, too: then what lies below it is the parameter's. */
export function nameGiver(spec: ScriptSpec, values: CommandValues, work: string): NameGiver {
  const named = new Map<string, string>();
  for (const parameter of outputFileParameters(spec, values)) {
    for (const value of parameter.values) {
      const name = path.relative(work, path.resolve(work, value));
      if (name !== "" && !named.has(name)) named.set(name, parameter.path);
    }
  }
  return (file) => {
    for (let name = file; name !== "."; name = path.dirname(name)) {
      const parameter = named.get(name);
      if (parameter !== undefined) return parameter;
    }
    return null;
  };
}
