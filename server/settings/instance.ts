import { z } from "zod";
import { db } from "@/db/client";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator } from "@/server/auth/policy";
import { env } from "@/server/env";
import { readDuration } from "@/server/env/values";
import { t } from "@/server/language/text";
import { findSetting, writeSetting } from "./settings";

const KEY = "instance";

/** "" to use the environment's value; "none" for forever. */
const keepFor = z
  .string()
  .trim()
  .refine((text) => text === "" || text === "none" || readDuration(text) !== null, {
    error: () =>
      t(
        "Enter a duration such as 30d or 12h, or none to keep them forever. Leave empty to use the environment's setting.",
      ),
  });

export const instanceSettingsInput = z.object({
  /** A sentence shown on every page. */
  notice: z
    .string()
    .trim()
    .max(1000, { error: () => t("Ensure this value has at most 1000 characters.") })
    .default(""),
  /** Overrides WOOEY_ALLOW_REGISTRATION. */
  registration: z.enum(["default", "open", "closed"]).default("default"),
  /** Overrides WOOEY_JOB_EXPIRATION_ANONYMOUS and …_USER. */
  expirationAnonymous: keepFor.default(""),
  expirationUser: keepFor.default(""),
});
export type InstanceSettings = z.output<typeof instanceSettingsInput>;

/** The settings that need no restart. */
export async function findInstanceSettings(): Promise<InstanceSettings> {
  const written = instanceSettingsInput.safeParse((await findSetting(KEY)) ?? {});
  return written.success ? written.data : instanceSettingsInput.parse({});
}

/** Changes the given settings, at once for every process. @throws unauthenticated, forbidden, invalid */
export async function saveInstanceSettings(
  actor: Actor,
  input: Partial<z.input<typeof instanceSettingsInput>>,
): Promise<InstanceSettings> {
  requireAdministrator(actor);
  const before = await findInstanceSettings();
  const after = instanceSettingsInput.parse({ ...before, ...input });
  // The schema returns no other names.
  const names = Object.keys(after) as (keyof InstanceSettings)[];
  const changed = names.filter((name) => after[name] !== before[name]);
  if (changed.length === 0) return after;
  await db.transaction(async (tx) => {
    await writeSetting(KEY, after, tx);
    const detail = Object.fromEntries(changed.map((name) => [name, after[name]]));
    await recordAudit(tx, actor, { action: "settings.change", target: "instance", detail });
  });
  return after;
}

/** Whether visitors may create an account now. */
export async function isRegistrationOpen(): Promise<boolean> {
  const { registration } = await findInstanceSettings();
  return registration === "default" ? env().WOOEY_ALLOW_REGISTRATION : registration === "open";
}

/** How long ended jobs are kept, in seconds; null for forever. */
export async function findJobExpirations(): Promise<{ anonymous: number | null; user: number | null }> {
  const { expirationAnonymous, expirationUser } = await findInstanceSettings();
  const { WOOEY_JOB_EXPIRATION_ANONYMOUS, WOOEY_JOB_EXPIRATION_USER } = env();
  const either = (text: string, byEnvironment: number | null) => (text === "" ? byEnvironment : readDuration(text));
  return {
    anonymous: either(expirationAnonymous, WOOEY_JOB_EXPIRATION_ANONYMOUS),
    user: either(expirationUser, WOOEY_JOB_EXPIRATION_USER),
  };
}
