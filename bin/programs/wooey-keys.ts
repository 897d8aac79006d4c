import { z } from "zod";
import { keyScopes } from "@/db/schema/users";
import { createApiKeyFor } from "@/server/api-keys/create";
import { type ListedApiKey, listAllApiKeys } from "@/server/api-keys/list";
import { setApiKeyActive } from "@/server/api-keys/manage";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { withDatabase } from "./with-database";
import { requireAccount } from "./wooey-people";

const choice = z.object({
  days: z
    .string()
    .regex(/^(none|\d{1,4})$/, "must be a number of days, or none")
    .transform((text) => (text === "none" ? null : Number(text)))
    .optional(),
  scope: z.array(z.enum(keyScopes, `must be ${keyScopes.join(", ")}`)).optional(),
  script: z.array(z.string()).optional(),
});

/** `wooey api-key create` */
export async function createKey({
  user,
  name,
  ...options
}: { user: string; name: string } & z.input<typeof choice>): Promise<void> {
  const { days, scope: scopes, script: scripts } = choice.parse(options);
  const { key } = await withDatabase(async () => {
    const person = await requireAccount(user);
    if (!person.isActive) throw new AppError("invalid", `The account ${person.username} is inactive.`);
    return createApiKeyFor(person.id, { name, days, scopes, scripts });
  });
  if (!env().WOOEY_ENABLE_API_KEYS) console.error("API keys are not accepted yet. Set WOOEY_ENABLE_API_KEYS=true.");
  console.log(key);
}

/** `wooey api-key list`: one line for each key. */
export async function listKeys({ user }: { user?: string }): Promise<void> {
  const keys = await withDatabase(async () => {
    const person = user === undefined ? undefined : await requireAccount(user);
    return listAllApiKeys(systemActor, { username: person?.username });
  });
  for (const key of keys) console.log(lineOf(key));
}

/** `wooey api-key disable` */
export async function disableKey(id: string): Promise<void> {
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
  const { name } = await withDatabase(() => setApiKeyActive(systemActor, number, { isActive: false }));
  console.log(`Disabled the key ${number} (${name}).`);
}

function lineOf({ id, username, name, hint, ...key }: ListedApiKey & { username: string }): string {
  const access = `${key.scopes.join("+")} for ${key.scripts?.join(", ") ?? "all scripts"}`;
  const expiry = key.expiresAt ? `until ${key.expiresAt.toISOString().slice(0, 10)}` : "never expires";
  const use = key.lastUsedAt ? `last used ${key.lastUsedAt.toISOString()} ${key.lastUsedAddress}`.trim() : "never used";
  return [id, username, `${hint}…`, name, access, key.isActive ? expiry : "disabled", use].join("\t");
}
