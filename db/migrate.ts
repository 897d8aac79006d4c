import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect } from "./connection";

/**
 * Brings the database at `url` to the newest schema, from `folder` (db/migrations). Safe to call from several
 * processes at once: the others wait, then find nothing to do.
 */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  // One connection, because an advisory lock belongs to the connection that took it; closing it lets go of the lock.
  const sql = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(hashtext('wooey migrate'))`;
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
