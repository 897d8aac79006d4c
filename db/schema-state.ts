import fs from "node:fs";
import path from "node:path";
import { connect } from "./connection";

/** How the schema of a database compares with that of this version. */
export interface SchemaState {
  /** The migrations that are missing, in their order. */
  pending: string[];
  /** Whether a newer version of Wooey has migrated it further than this version knows. */
  isNewer: boolean;
}

interface Journal {
  entries: { when: number; tag: string }[];
}

/**
 * Compares the database at `url` with the migrations of `folder`, and changes nothing. A database that does not exist lacks
 * all of them. @throws an error of the driver if it cannot be reached
 */
export async function findSchemaState(url: string, folder: string): Promise<SchemaState> {
  // drizzle-kit writes the journal.
  const journal = JSON.parse(fs.readFileSync(path.join(folder, "meta", "_journal.json"), "utf8")) as Journal;
  const applied = await newestApplied(url);
  const newest = Math.max(0, ...journal.entries.map(({ when }) => when));
  // As the migrator decides (drizzle-orm, PgDialect.migrate): what is newer than the newest applied one is missing.
  const pending = journal.entries.filter(({ when }) => when > applied).map(({ tag }) => tag);
  return { pending, isNewer: applied > newest };
}

async function newestApplied(url: string): Promise<number> {
  const pg = connect(url, { max: 1, connect_timeout: 10 });
  try {
    const [row] = await pg<{ at: number | null }[]>`
      select max(created_at)::float8 as at from drizzle.__drizzle_migrations`;
    return row?.at ?? 0;
  } catch (error) {
    const missing = ["3D000", "3F000", "42P01"]; // no such database, schema, table
    if (error instanceof Error && "code" in error && missing.includes(String(error.code))) return 0;
    throw error;
  } finally {
    await pg.end({ timeout: 5 });
  }
}
