import { and, inArray } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { scripts } from "@/db/schema/scripts";
import { apiKeys, type KeyScope, keyScopes } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import { type Actor, systemActor } from "@/server/auth/actor";
import { newApiKey } from "@/server/auth/api-keys";
import { requireSession } from "@/server/auth/policy";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { scriptsVisibleTo } from "@/server/scripts/policy";
import { requireConfirmed } from "@/server/users/confirm";
import { type ListedApiKey, listedColumns } from "./list";

const required = { error: () => t("This field is required.") };
const range = { error: () => t("Enter a number of days from 1 to 3650.") };

export const createApiKeyInput = z.object({
  name: z
    .string(required)
    .trim()
    .min(1, required)
    .refine((name) => [...name].length <= 200, {
      error: () => t("Ensure this value has at most 200 characters."),
    })
    .meta({ maxLength: 200, pattern: "^[^\\u0000]*$" }),
  days: z
    .number(range)
    .int(range)
    .min(1, range)
    .max(3650, range)
    .nullable()
    .default(90)
    .meta({ description: "For how many days the key is valid; null for ever." }),
  scopes: z
    .array(z.enum(keyScopes))
    .min(1, { error: () => t("Select at least one permission.") })
    .default([...keyScopes])
    .meta({
      description:
        "What the key allows: `read` what you can see, `run` scripts and act on your jobs, `manage` what staff and administrators manage.",
    }),
  scripts: z
    .array(z.string().max(300))
    .max(1000)
    .default([])
    .meta({ description: "The slugs of the only scripts that the key is for; empty for all scripts." }),
});

export type NewApiKey = ListedApiKey & { key: string };

/**
 * Creates a key for the actor. `key` is the key itself: nobody can see it again.
 * @throws unauthenticated, forbidden for an API key, invalid (also on `confirmPassword`)
 */
export async function createApiKey(actor: Actor, input: z.input<typeof createApiKeyInput>): Promise<NewApiKey> {
  const user = requireSession(actor);
  const checked = createApiKeyInput.parse(input);
  await requireConfirmed(actor);
  return insertApiKey(actor, user.id, checked);
}

/** The same for any user. Only for the command line, whose caller owns the machine. @throws invalid */
export async function createApiKeyFor(userId: number, input: z.input<typeof createApiKeyInput>): Promise<NewApiKey> {
  return insertApiKey(systemActor, userId, createApiKeyInput.parse(input));
}

async function insertApiKey(
  actor: Actor,
  userId: number,
  { name, days, scopes, scripts: slugs }: z.output<typeof createApiKeyInput>,
): Promise<NewApiKey> {
  const scriptIds = slugs.length === 0 ? null : await findScriptIds(actor, slugs);
  if (scriptIds && scopes.includes("manage")) {
    throw invalidField("scripts", t("A key that may manage is for all scripts."));
  }
  const detail = scriptIds ? { scripts: slugs } : {};
  return db.transaction((tx) => insertKeyRow(tx, actor, { userId, name, days, scopes, scriptIds, detail }));
}

/** A key to insert, and what the audit says about it besides. */
export interface KeyRow {
  userId: number;
  name: string;
  days: number | null;
  scopes: KeyScope[];
  scriptIds: number[] | null;
  detail: Record<string, unknown>;
}

/** Inserts a key whose scopes and scripts were checked, and records it. Only for verbs that create keys. */
export async function insertKeyRow(
  tx: Queryable,
  actor: Actor,
  { days, detail, ...columns }: KeyRow,
): Promise<NewApiKey> {
  const { key, ...stored } = newApiKey();
  const expiresAt = days === null ? null : new Date(Date.now() + days * 86_400_000);
  const [row] = await tx
    .insert(apiKeys)
    .values({ ...columns, expiresAt, ...stored })
    .returning(listedColumns);
  if (!row) throw new Error("The key was not stored.");
  const { name, userId, scopes } = columns;
  await recordAudit(tx, actor, {
    action: "api-key.create",
    target: `api-key:${row.id}`,
    detail: { name, userId, days, scopes, ...detail },
  });
  return { ...row, key };
}

async function findScriptIds(actor: Actor, slugs: string[]): Promise<number[]> {
  const rows = await db
    .select({ id: scripts.id, slug: scripts.slug })
    .from(scripts)
    .where(and(inArray(scripts.slug, slugs), scriptsVisibleTo(actor)));
  const missing = slugs.find((slug) => !rows.some((row) => row.slug === slug));
  if (missing !== undefined) throw invalidField("scripts", t("There is no script {slug}.", { slug: missing }));
  return rows.map((row) => row.id);
}
