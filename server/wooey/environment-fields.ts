import { z } from "zod";
import { type EnvironmentFields, requireEnvironment } from "@/server/environments/environments";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { fieldText, requiredFieldText } from "./field-types";

/** The fields of a new environment. */
export const newEnvironmentFields = z.object({
  name: requiredFieldText(25),
  python_binary: requiredFieldText(1024),
  venv_directory: requiredFieldText(1024),
  requirements: fieldText().optional(),
});

/** The fields of an environment that PATCH accepts: at least one. */
export const environmentPatchFields = newEnvironmentFields
  .partial()
  .meta({ anyOf: Object.keys(newEnvironmentFields.shape).map((field) => ({ required: [field] })) });

/** Parses the fields of a new environment. @throws ZodError by field */
export function readNewEnvironment(fields: Record<string, unknown>): EnvironmentFields {
  const { name, python_binary, venv_directory, requirements } = newEnvironmentFields.parse(fields);
  return { name, pythonBinary: python_binary, directory: venv_directory, requirements };
}

const columnOf = {
  name: "name",
  python_binary: "pythonBinary",
  venv_directory: "directory",
  requirements: "requirements",
} as const;

/**
 * Parses a PATCH of an environment by Wooey's rule: errors by field, and another one if no valid field is left.
 * @throws not_found (before anything else, as in Wooey), invalid by field
 */
export async function readEnvironmentPatch(
  id: number,
  fields: Record<string, unknown>,
): Promise<Partial<EnvironmentFields>> {
  await requireEnvironment(id);
  const changes: Partial<EnvironmentFields> = {};
  const errors: Record<string, string[]> = {};
  // The keys of the schema are those of columnOf.
  for (const field of Object.keys(columnOf) as (keyof typeof columnOf)[]) {
    if (fields[field] === undefined) continue;
    const result = newEnvironmentFields.shape[field].safeParse(fields[field]);
    if (result.success) changes[columnOf[field]] = result.data;
    else errors[field] = result.error.issues.map((issue) => issue.message);
  }
  if (Object.keys(changes).length === 0) errors.__all__ = [t("At least one field is required.")];
  if (Object.keys(errors).length > 0) throw new AppError("invalid", t("The input is not valid."), errors);
  return changes;
}
