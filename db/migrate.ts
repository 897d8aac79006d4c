import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { StartError } from "@/server/errors";
import { protectAudit } from "./append-only";
import { connect } from "./connection";
import { addSearchIndexes } from "./search-indexes";

/**
 * Migrates the database at `url` to the newest schema of `folder` (db/migrations), and creates the database if it does
 * not exist. Several processes may call it at the same time: the others wait and then find nothing to do. All migrations
 * are one transaction: if one fails, nothing changes.
 * @throws StartError when the server cannot be reached or refuses, or if a migration fails.
 */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  await createDatabaseIfMissing(url);
  // One connection, because an advisory lock belongs to a connection. Closing the connection releases the lock.
  const pg = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await pg`select pg_advisory_lock(hashtext('wooey migrate'))`;
    await migrate(drizzle(pg), { migrationsFolder: folder }).catch(explainFailure);
    await protectAudit(pg);
    await addSearchIndexes(pg);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

function explainFailure(error: unknown): never {
  // Drizzle's own error contains the statement, and its cause what PostgreSQL says.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new StartError(
    `The database could not be migrated (${reason}). Nothing was changed: the version of Wooey before this one still starts with it.`,
    { cause: error },
  );
}

async function createDatabaseIfMissing(url: string): Promise<void> {
  const pg = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await pg`select 1`;
  } catch (error) {
    if (codeOf(error) !== "3D000") throw unreachable(url, error);
    await createDatabase(url);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  maintenance.pathname = "/postgres";
  const pg = connect(maintenance.href, { max: 1, connect_timeout: 10 });
  try {
    await pg.unsafe(`create database "${name.replaceAll('"', '""')}"`);
  } catch (error) {
    const existing = ["42P04", "23505"]; // Another process has created it in the meantime.
    if (!existing.includes(codeOf(error))) throw unreachable(url, error);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

/** An error that names the server without the password. */
function unreachable(url: string, cause: unknown): StartError {
  const { username, host, pathname, searchParams } = new URL(url);
  const server = searchParams.get("host") ?? host;
  const reason = (cause instanceof Error && cause.message) || codeOf(cause) || "no answer";
  return new StartError(
    `The database ${decodeURIComponent(pathname.slice(1))} at ${server} cannot be used by ${username || "an unnamed user"} (${reason}): check DATABASE_URL.`,
    { cause },
  );
}

/** The code of an error of PostgreSQL or of the system; "" when it has none. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
