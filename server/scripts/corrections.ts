import { and, asc, eq, type SQL } from "drizzle-orm";
import { z } from "zod";
import { applyCorrections, type Correction, type PathCorrection } from "@/command-line/corrections";
import type { ScriptSpec } from "@/command-line/spec";
import { widgets } from "@/command-line/widget";
import { db, type Queryable } from "@/db/client";
import { corrections, scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireStaff, requireStaffReader } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { toFormYaml } from "@/server/introspection/form-file/form-yaml";
import { t } from "@/server/language/text";
import { scriptNotFound } from "./patch";

const textMax = 5_000;
const label = z.string().trim().max(200);

/** What staff may correct about a parameter. */
export const correctionInput: z.ZodType<Correction> = z.strictObject({
  label: label.min(1).optional(),
  help: z.string().trim().max(textMax).optional(),
  group: label.optional(),
  hidden: z.boolean().optional(),
  locked: z.boolean().optional(),
  secret: z.boolean().optional(),
  secretBy: z.string().trim().max(200).optional(),
  position: z
    .number()
    .int({ error: () => t("Enter a whole number.") })
    .min(1)
    .max(10_000)
    .optional(),
  widget: z.enum(widgets).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  choices: z
    .array(z.strictObject({ value: z.string().max(1_000), label: label.optional() }))
    .min(1)
    .max(1_000)
    .optional(),
  initialValue: z.array(z.string().max(textMax)).min(1).max(1_000).optional(),
});

/** A script's default version, with its parameters as they were read and as they are used. */
export interface CorrectedScript {
  id: number;
  name: string;
  filename: string;
  /** The spec as it was read. */
  read: ScriptSpec;
  /** The spec with the corrections. */
  spec: ScriptSpec;
  corrections: PathCorrection[];
  /** Which of the corrections do not fit this version, in sentences. */
  outdated: string[];
}

/** The corrections of a script by path. @throws unauthenticated, forbidden unless staff, not_found */
export async function listCorrections(actor: Actor, slug: string): Promise<PathCorrection[]> {
  requireStaffReader(actor);
  const [script] = await db.select({ id: scripts.id }).from(scripts).where(eq(scripts.slug, slug));
  if (!script) throw scriptNotFound();
  return correctionsOf(script.id);
}

/** The script with its default version's parameters. @throws as above, and for a script without a default version */
export async function getCorrectedScript(actor: Actor, slug: string): Promise<CorrectedScript> {
  requireStaffReader(actor);
  const [script] = await db
    .select({ id: scripts.id, name: scripts.name, filename: scriptVersions.filename, read: scriptVersions.spec })
    .from(scripts)
    .innerJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .where(eq(scripts.slug, slug));
  if (!script) throw scriptNotFound();
  const known = await correctionsOf(script.id);
  return { ...script, corrections: known, ...applyCorrections(script.read, known) };
}

/** The form as it is used, as the text of a `NAME.form.yaml` file. @throws as above */
export async function getFormYaml(actor: Actor, slug: string): Promise<{ filename: string; text: string }> {
  const { filename, spec } = await getCorrectedScript(actor, slug);
  return { filename: `${filename}.form.yaml`, text: toFormYaml(spec) };
}

/**
 * Corrects a parameter of a script. The correction replaces the previous one; an empty correction removes it. `seen` is
 * the previous correction that the sender knows, as JSON.
 * @throws unauthenticated, forbidden unless staff, not_found, invalid if it does not fit the default version, conflict
 * if someone has changed the correction since then
 */
export async function writeCorrections(
  actor: Actor,
  { slug, path, seen }: { slug: string; path: string; seen?: string | undefined },
  input: Correction,
): Promise<void> {
  requireStaff(actor);
  const script = await getCorrectedScript(actor, slug);
  const patch = correctionInput.parse(input);
  const isEmpty = Object.keys(patch).length === 0;
  const [problem] = isEmpty ? [] : applyCorrections(script.read, [{ path, patch }]).outdated;
  if (problem !== undefined) throw new AppError("invalid", problem);
  const isIt = and(eq(corrections.scriptId, script.id), eq(corrections.path, path));
  await db.transaction(async (tx) => {
    // Locked, so that the second of two simultaneous corrections sees the first.
    await tx.select({ id: scripts.id }).from(scripts).where(eq(scripts.id, script.id)).for("update");
    if (seen !== undefined) await requireUnchanged(tx, isIt, seen);
    const written = { patch, modifiedAt: new Date(), modifiedById: userOf(actor)?.id ?? null };
    if (isEmpty) await tx.delete(corrections).where(isIt);
    else {
      await tx
        .insert(corrections)
        .values({ scriptId: script.id, path, ...written })
        .onConflictDoUpdate({ target: [corrections.scriptId, corrections.path], set: written });
    }
    const detail = { path, fields: Object.keys(patch) };
    await recordAudit(tx, actor, { action: "parameter.correct", target: `script:${slug}`, detail });
  });
}

async function requireUnchanged(tx: Queryable, isIt: SQL | undefined, seen: string): Promise<void> {
  const [there] = await tx
    .select({ patch: corrections.patch, username: users.username })
    .from(corrections)
    .leftJoin(users, eq(users.id, corrections.modifiedById))
    .where(isIt);
  if (JSON.stringify(there?.patch ?? {}) === seen) return; // PostgreSQL keeps keys in a different order
  const name = there?.username ?? t("Someone");
  const message = t(
    "{name} has changed this parameter since you opened this page. Your changes were not saved. Copy them, reload the page, and enter them again.",
    { name },
  );
  throw new AppError("conflict", message);
}

async function correctionsOf(scriptId: number): Promise<PathCorrection[]> {
  return db
    .select({ path: corrections.path, patch: corrections.patch })
    .from(corrections)
    .where(eq(corrections.scriptId, scriptId))
    .orderBy(asc(corrections.path));
}
