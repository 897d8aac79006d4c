import { randomBytes } from "node:crypto";
import { systemActor } from "@/server/auth/actor";
import { createApiKeyFor } from "@/server/auth/api-keys";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { createUser } from "@/server/users/create";
import { findUser } from "@/server/users/queries";
import { withDatabase } from "./with-database";

interface PersonOptions {
  staff?: true;
  administrator?: true;
  password?: string;
  email?: string;
  fullName?: string;
}

/** `wooey user create` */
export async function createPerson(username: string, options: PersonOptions): Promise<void> {
  const { email, fullName } = options;
  const password = options.password ?? randomBytes(12).toString("base64url");
  const user = await withDatabase(() =>
    createUser(systemActor, { username, password, role: roleOf(options), email, fullName }),
  );
  const shown = options.password === undefined ? ` with the password ${password} (shown only this once)` : "";
  console.log(`Created ${user.username}${shown}.`);
}

function roleOf({ administrator, staff }: PersonOptions): "administrator" | "staff" | "user" {
  if (administrator) return "administrator";
  return staff ? "staff" : "user";
}

/** `wooey api-key create` */
export async function createKey({ user, name }: { user: string; name: string }): Promise<void> {
  const { key } = await withDatabase(async () => {
    const person = await findUser(user);
    if (!person) throw new AppError("not_found", `There is no user named ${user}.`);
    if (!person.isActive) throw new AppError("invalid", `The account ${person.username} is inactive.`);
    return createApiKeyFor(person.id, { name });
  });
  if (!env().WOOEY_ENABLE_API_KEYS) console.error("API keys are not accepted yet. Set WOOEY_ENABLE_API_KEYS=true.");
  console.log(key);
}

/** `wooey migrate` */
export async function migrate(): Promise<void> {
  await withDatabase(async () => undefined);
  console.log("The database schema is up to date.");
}
