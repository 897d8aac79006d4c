import { and, asc, eq, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { type Environment, environments, scripts } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import { type Actor, isAdministrator } from "@/server/auth/actor";
import { requireStaff, requireStaffReader } from "@/server/auth/policy";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { findMachineLevel } from "@/server/sandbox/machine-level";
import { findUnlisted, normalRequirements, unlistedText, withoutPasswords } from "./requirements";

/** What an environment consists of. `server/wooey` has checked the lengths of the texts. */
export interface EnvironmentFields {
  name: string;
  /** The name or the path of the interpreter. */
  pythonBinary: string;
  /** Kept for Wooey's clients: environments are built elsewhere. */
  directory: string;
  /** As in a requirements file. */
  requirements?: string | undefined;
}

/** All environments by name. @throws unauthenticated, forbidden unless staff */
export async function listEnvironments(actor: Actor): Promise<Environment[]> {
  requireStaffReader(actor);
  return db.select().from(environments).orderBy(asc(environments.name), asc(environments.id));
}

/** Creates an environment; names need not be unique. @throws unauthenticated, forbidden unless staff, invalid */
export async function createEnvironment(actor: Actor, fields: EnvironmentFields): Promise<Environment> {
  requireStaff(actor);
  requireListed(fields.requirements);
  return db.transaction(async (tx) => {
    const [row] = await tx.insert(environments).values(fields).returning();
    if (!row) throw new Error("The environment was not inserted.");
    await recordAudit(tx, actor, {
      action: "environment.create",
      target: `environment:${row.id}`,
      detail: auditDetailOf(fields),
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
  changes: Partial<EnvironmentFields>,
): Promise<Environment> {
  requireStaff(actor);
  await requireEnvironment(id);
  if (!isAdministrator(actor)) await refuseLoweredScripts(id);
  requireListed(changes.requirements);
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

/** Refuses requirements that are more than packages with their versions, unless the instance allows them. @throws invalid */
function requireListed(requirements = ""): void {
  const line = env().WOOEY_ALLOW_PACKAGE_SOURCES ? undefined : findUnlisted(normalRequirements(requirements));
  if (line !== undefined) throw invalidField("requirements", t(unlistedText, { line: withoutPasswords(line) }));
}

/** Whether an environment with this id exists. */
export async function environmentExists(id: number): Promise<boolean> {
  return (await db.$count(environments, eq(environments.id, id))) > 0;
}

/** @throws not_found if no environment has this id */
export async function requireEnvironment(id: number): Promise<void> {
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

/** The audit's detail about a change. Requirements may contain the password of a package index. */
function auditDetailOf({ requirements, ...fields }: { requirements?: string | undefined }): Record<string, unknown> {
  return { ...fields, ...(requirements === undefined ? {} : { requirements: "changed" }) };
}
