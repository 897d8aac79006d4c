import { and, asc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { type Environment, environments, scripts } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import { type Actor, isAdministrator } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { findMachineLevel } from "@/server/sandbox/machine-level";
import { findUnlisted, normalRequirements, unlistedText, withoutPasswords } from "./requirements";

const required = { error: () => t("This field is required.") };
const noNull = { error: () => t("Null characters are not allowed.") };
/** Converts values that Django's CharField would not accept as they are, such as an object or a list, to text. */
const asText = (value: unknown) => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? undefined : String(value).trim();
};
/** How the API's document describes a text: these types are read as text. */
const anyText = ["string", "number", "boolean"];

/** A required text as Django's CharField accepts it, with Django's messages. */
const text = (lengthMax: number) =>
  z
    .preprocess(
      asText,
      z
        .string({ error: () => t("Enter text.") })
        .min(1, required)
        .refine((value) => !value.includes("\0"), noNull)
        .refine((value) => [...value].length <= lengthMax, {
          error: ({ input }) =>
            t("Ensure this value has at most {max} characters (it has {count}).", {
              max: lengthMax,
              count: [...String(input)].length,
            }),
        }),
    )
    .meta({ type: anyText, maxLength: lengthMax, pattern: "^[^\\u0000]*[^\\s\\u0000\\ufeff][^\\u0000]*$" });

const optionalText = z
  .preprocess(
    asText,
    z.string({ error: () => t("Enter text.") }).refine((value) => !value.includes("\0"), noNull),
  )
  .meta({ type: [...anyText, "null"], pattern: "^[^\\u0000]*$" });

/** The field names of API v1 (Wooey 0.14). */
export const createEnvironmentInput = z.object({
  name: text(25),
  python_binary: text(1024),
  venv_directory: text(1024),
  requirements: optionalText.refine(isListed, { error: ({ input }) => explainUnlisted(String(input)) }).optional(),
});

/** Whether requirements are only packages with their versions, unless the instance allows more. */
function isListed(requirements: string): boolean {
  return env().WOOEY_ALLOW_PACKAGE_SOURCES || findUnlisted(normalRequirements(requirements)) === undefined;
}

function explainUnlisted(requirements: string): string {
  const line = findUnlisted(normalRequirements(requirements)) ?? "";
  return t(unlistedText, { line: withoutPasswords(line) });
}

/** The same for a PATCH: at least one field. */
export const patchEnvironmentInput = createEnvironmentInput
  .partial()
  .meta({ anyOf: Object.keys(createEnvironmentInput.shape).map((field) => ({ required: [field] })) });

const patchSchemas = createEnvironmentInput.shape;
type Field = keyof typeof patchSchemas;
const columnOf = {
  name: "name",
  python_binary: "pythonBinary",
  venv_directory: "directory",
  requirements: "requirements",
} as const;

/** All environments by name. @throws unauthenticated, forbidden unless staff */
export async function listEnvironments(actor: Actor): Promise<Environment[]> {
  requireStaff(actor);
  return db.select().from(environments).orderBy(asc(environments.name), asc(environments.id));
}

/** Creates an environment; names need not be unique. @throws unauthenticated, forbidden unless staff, invalid */
export async function createEnvironment(actor: Actor, fields: Record<string, unknown>): Promise<Environment> {
  requireStaff(actor);
  const input = createEnvironmentInput.parse(fields);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(environments)
      .values({
        name: input.name,
        pythonBinary: input.python_binary,
        directory: input.venv_directory,
        requirements: input.requirements,
      })
      .returning();
    if (!row) throw new Error("The environment was not inserted.");
    await recordAudit(tx, actor, {
      action: "environment.create",
      target: `environment:${row.id}`,
      detail: auditDetailOf(input),
    });
    return row;
  });
}

/**
 * Changes the given fields of an environment. @throws unauthenticated, forbidden unless staff (an administrator if a
 * script that runs less isolated uses it), not_found, invalid
 */
export async function patchEnvironment(
  actor: Actor,
  id: number,
  fields: Record<string, unknown>,
): Promise<Environment> {
  requireStaff(actor);
  await requireEnvironment(id);
  if (!isAdministrator(actor)) await refuseLoweredScripts(id);
  const changes = parsePatch(fields);
  return db.transaction(async (tx) => {
    const [row] = await tx.update(environments).set(changes).where(eq(environments.id, id)).returning();
    if (!row) throw environmentNotFound();
    await recordAudit(tx, actor, {
      action: "environment.patch",
      target: `environment:${id}`,
      detail: auditDetailOf(changes),
    });
    return row;
  });
}

/** Whether an environment with this id exists. */
export async function environmentExists(id: number): Promise<boolean> {
  return (await db.$count(environments, eq(environments.id, id))) > 0;
}

async function requireEnvironment(id: number): Promise<void> {
  if (!(await environmentExists(id))) throw environmentNotFound();
}

/**
 * Refuses the change if a script uses the environment at a lower isolation level than the machine's: only administrators
 * set such a level, so only they may change the script's packages. @throws forbidden
 */
async function refuseLoweredScripts(id: number): Promise<void> {
  const isLowered = and(eq(scripts.environmentId, id), lt(scripts.isolationLevel, await findMachineLevel(db)));
  const [script] = await db.select({ name: scripts.name }).from(scripts).where(isLowered).limit(1);
  if (!script) return;
  const message = t("{script} uses it at a lower isolation level, so only an administrator can change it.", {
    script: script.name,
  });
  throw new AppError("forbidden", message);
}

function environmentNotFound(): AppError {
  const message = t("Unable to find virtual environment.");
  return new AppError("not_found", message, { virtual_environment: [message] });
}

/** Wooey's rule: errors by field, and another one if no valid field is left. */
function parsePatch(fields: Record<string, unknown>): Partial<Environment> {
  const changes: Partial<Environment> = {};
  const errors: Record<string, string[]> = {};
  // Field is the type of its keys.
  for (const field of Object.keys(patchSchemas) as Field[]) {
    if (fields[field] === undefined) continue;
    const result = patchSchemas[field].safeParse(fields[field]);
    if (result.success) changes[columnOf[field]] = result.data;
    else errors[field] = result.error.issues.map((issue) => issue.message);
  }
  if (Object.keys(changes).length === 0) errors.__all__ = [t("At least one field is required.")];
  if (Object.keys(errors).length) throw new AppError("invalid", t("The input is not valid."), errors);
  return changes;
}

/** The audit's detail about a change. Requirements may contain the password of a package index. */
function auditDetailOf({ requirements, ...fields }: { requirements?: string | undefined }): Record<string, unknown> {
  return { ...fields, ...(requirements === undefined ? {} : { requirements: "changed" }) };
}
