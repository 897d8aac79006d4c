import { randomBytes } from "node:crypto";
import path from "node:path";
import { findSchemaState } from "@/db/schema-state";
import { systemActor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { acceptIdentity } from "@/server/settings/identity";
import { createUser, TEMPORARY_DAYS } from "@/server/users/create";
import { findUser, type Person } from "@/server/users/queries";
import { resetPassword } from "@/server/users/reset-password";
import { signOutEveryone, signOutPerson } from "@/server/users/sign-out";
import { openDatabase } from "./database";
import { withDatabase } from "./with-database";

interface PersonOptions {
  staff?: true;
  administrator?: true;
  password?: string;
  email?: string;
  fullName?: string;
}

const TEMPORARY = "shown only this once; it has to be changed at the first sign-in, within one day";

/** `wooey user create` */
export async function createPerson(username: string, options: PersonOptions): Promise<void> {
  const { email, fullName } = options;
  const password = options.password ?? randomBytes(12).toString("base64url");
  const temporaryDays = options.password === undefined ? TEMPORARY_DAYS : null;
  const user = await withDatabase(() =>
    createUser(systemActor, { username, password, role: roleOf(options), email, fullName, temporaryDays }),
  );
  const shown = temporaryDays === null ? "" : ` with the password ${password} (${TEMPORARY})`;
  console.log(`Created ${user.username}${shown}.`);
}

function roleOf({ administrator, staff }: PersonOptions): "administrator" | "staff" | "user" {
  if (administrator) return "administrator";
  return staff ? "staff" : "user";
}

/** `wooey user password` */
export async function setPersonPassword(
  username: string,
  { password, disableKeys }: { password?: string; disableKeys?: true },
): Promise<void> {
  const made = await withDatabase(async () => {
    const person = await requireAccount(username);
    return resetPassword(systemActor, person.id, { endKeys: disableKeys === true, ...(password ? { password } : {}) });
  });
  const shown = password === undefined ? ` It is ${made.password} (${TEMPORARY}).` : "";
  console.log(`Changed the password of ${username}.${shown}`);
}

/** `wooey user sign-out` */
export async function signOut(username: string | undefined, { all }: { all?: true }): Promise<void> {
  if ((username === undefined) !== (all === true)) throw new AppError("invalid", "Name one person, or use --all.");
  await withDatabase(async () => {
    if (username === undefined) await signOutEveryone(systemActor);
    else await signOutPerson(systemActor, (await requireAccount(username)).id);
  });
  console.log(username === undefined ? "Everyone is signed out." : `${username} is signed out.`);
}

/** The account with this name. @throws not_found */
export async function requireAccount(username: string): Promise<Person> {
  const person = await findUser(username);
  if (!person) throw new AppError("not_found", `There is no user named ${username}.`);
  return person;
}

/** `wooey accept-host` */
export async function acceptHost(): Promise<void> {
  await withDatabase(acceptIdentity);
  console.log("Restart Wooey on all hosts with this AUTH_SECRET and this storage. People sign in again.");
}

/** `wooey migrate`; with `check`, it changes nothing, and the exit code is 1 if something is to be migrated. */
export async function migrate({ check }: { check?: true } = {}): Promise<void> {
  if (check) return checkSchema();
  await withDatabase(async () => undefined);
  console.log("The database schema is up to date.");
}

async function checkSchema(): Promise<void> {
  const database = await openDatabase();
  try {
    const { pending, isNewer } = await findSchemaState(database.url, path.join(projectRoot(), "db", "migrations"));
    if (isNewer) console.log("A newer version of Wooey has migrated the database. This version can work with it.");
    else if (pending.length === 0) console.log("The database schema is up to date.");
    else console.log(`To migrate: ${pending.join(", ")}. The version before this one can work with them.`);
    if (pending.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
}
