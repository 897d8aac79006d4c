import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { StartError } from "@/server/errors";
import { protectAudit } from "./append-only";
import { connect } from "./connection";

/**
 * Brings the database at `url` to the newest schema, from `folder` (db/migrations); makes the database itself where the
 * server has none of that name. Safe to call from several processes at once: the others wait, then find nothing to do.
 * @throws StartError when the server cannot be reached or refuses.
 */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  await createDatabaseIfMissing(url);
  // One connection, because an advisory lock belongs to the connection that took it; closing it lets go of the lock.
  const pg = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await pg`select pg_advisory_lock(hashtext('wooey migrate'))`;
    await migrate(drizzle(pg), { migrationsFolder: folder });
    await protectAudit(pg);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

async function createDatabaseIfMissing(url: string): Promise<void> {
  const pg = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await pg`select 1`;
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw unreachable(url, error);
    await createDatabase(url);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

async function createDatabase(url: string): Promise<void> {
  const elsewhere = new URL(url);
  const name = decodeURIComponent(elsewhere.pathname.slice(1));
  elsewhere.pathname = "/postgres";
  const pg = connect(elsewhere.href, { max: 1, connect_timeout: 10 });
  try {
    await pg.unsafe(`create database "${name.replaceAll('"', '""')}"`);
  } catch (error) {
    const taken = ["42P04", "23505"]; // made by another process in the meantime
    if (!taken.includes((error as { code?: string }).code ?? "")) throw unreachable(url, error);
  } finally {
    await pg.end({ timeout: 5 });
  }
}

/** Names the server without the password. */
function unreachable(url: string, cause: unknown): StartError {
  const { username, host, pathname, searchParams } = new URL(url);
  const server = searchParams.get("host") ?? host;
  const reason = (cause as Error).message || (cause as { code?: string }).code || "no answer";
  return new StartError(
    `The database ${decodeURIComponent(pathname.slice(1))} at ${server} cannot be used as ${username || "nobody"} (${reason}): check DATABASE_URL.`,
    { cause },
  );
}
