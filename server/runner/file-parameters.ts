import path from "node:path";
import { outputFileParameters } from "@/command-line/inputs";
import type { ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { pg } from "@/db/client";

/** Returns the path of the parameter that determined a file's name; null for a file whose name the script chose. */
export type FileParameterFinder = (file: string) => string | null;

/** Finds the parameters of a job's files. The names of files are relative to the job's working directory. */
export async function loadFileParameters(jobId: number, workFolder: string): Promise<FileParameterFinder> {
  const [row] = await pg<{ spec: ScriptSpec | null; values: CommandValues }[]>`
    select version.spec, job.values from jobs job join script_versions version on version.id = job.version_id
    where job.id = ${jobId}`;
  return row?.spec ? findFileParameters(row.spec, row.values, workFolder) : () => null;
}

/** Does the same for a given spec. If a value is a folder, the files in it belong to its parameter. */
export function findFileParameters(spec: ScriptSpec, values: CommandValues, workFolder: string): FileParameterFinder {
  const parameters = new Map<string, string>();
  for (const parameter of outputFileParameters(spec, values)) {
    for (const value of parameter.values) {
      const name = path.relative(workFolder, path.resolve(workFolder, value));
      if (name !== "" && !parameters.has(name)) parameters.set(name, parameter.path);
    }
  }
  return (file) => {
    for (let name = file; name !== "."; name = path.dirname(name)) {
      const parameter = parameters.get(name);
      if (parameter !== undefined) return parameter;
    }
    return null;
  };
}
