import { randomBytes } from "node:crypto";
import path from "node:path";
import { closeDatabase, pg } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { systemActor } from "@/server/auth/actor";
import { env, loadEnvFile, rawEnvironment } from "@/server/env";
import { StartError } from "@/server/errors";
import { toAppError } from "@/server/http/errors";
import { projectRoot } from "@/server/root";
import { checkIdentity } from "@/server/settings/identity";
import { findSetting, writeSetting } from "@/server/settings/settings";
import { createUser } from "@/server/users/create";
import { countUsers } from "@/server/users/queries";
import { addExamples } from "./examples";

/** How long after the first start the administrator may sign in for the first time. */
const FIRST_SIGN_IN_DAYS = 30;

// Every start runs this before web and worker: migrations, and at the first start the administrator and the examples.
process.title = "wooey-setup";

try {
  loadEnvFile(projectRoot());
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new StartError("DATABASE_URL is not set.");
  await migrateDatabase(DATABASE_URL, path.join(projectRoot(), "db", "migrations"));
  await checkIdentity();
  // Several hosts may start at the same time: the first one sets the instance up, and the others wait for it.
  await pg.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('wooey setup'))`;
    if (await findSetting("set_up")) await reportMinimumIsolation();
    else await setUp();
  });
  await closeDatabase();
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

async function setUp(): Promise<void> {
  if ((await countUsers()) === 0) await createAdministrator();
  await writeSetting("minimum_isolation", env().WOOEY_MINIMUM_ISOLATION);
  try {
    await addExamples((line) => console.log(line));
  } catch (error) {
    // The machine cannot run scripts yet. The worker reports what to do.
    if (!(error instanceof StartError)) throw error;
    console.log("The examples are added at the first start at which scripts can run.");
    return;
  }
  await writeSetting("set_up", true);
}

/** Older versions had the minimum 0 unless it was set: the first start of this version reports the change. */
async function reportMinimumIsolation(): Promise<void> {
  if ((await findSetting("minimum_isolation")) !== null) return;
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  await writeSetting("minimum_isolation", minimum);
  if (minimum === 0 || rawEnvironment().WOOEY_MINIMUM_ISOLATION) return;
  console.log(
    `New in this version: because other machines can connect, scripts run only at isolation level ${minimum} or higher, unless WOOEY_MINIMUM_ISOLATION says otherwise.`,
  );
}

async function createAdministrator(): Promise<void> {
  const { WOOEY_ADMIN_USER: username, WOOEY_ADMIN_PASSWORD: chosen } = env();
  const password = chosen ?? randomBytes(12).toString("base64url");
  const user = await createUser(systemActor, {
    username,
    password,
    role: "administrator",
    temporaryDays: chosen ? null : FIRST_SIGN_IN_DAYS,
  }).catch(refuseToStart);
  const shown = chosen
    ? "the password of WOOEY_ADMIN_PASSWORD"
    : `the password ${password} (shown only this once; you choose your own at the first sign-in)`;
  console.log(`The administrator is ${user.username}, with ${shown}.`);
}

/** Names the setting that is to blame, in one sentence. */
function refuseToStart(error: unknown): never {
  const [field, messages] = Object.entries(toAppError(error)?.fields ?? {})[0] ?? [];
  if (!messages) throw error;
  const setting = field === "password" ? "WOOEY_ADMIN_PASSWORD" : "WOOEY_ADMIN_USER";
  throw new StartError(`Invalid setting: ${setting}. ${messages.join(" ")}`);
}
