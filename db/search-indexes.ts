import type { Pg } from "./connection";

/**
 * Adds the indexes that find a part of a word without reading all texts. They need PostgreSQL's own extension pg_trgm,
 * which some servers do not have installed, or do not let the owner of a database add. Searches work without the indexes,
 * and are slower among thousands of scripts.
 */
export async function addSearchIndexes(pg: Pg): Promise<void> {
  try {
    await pg`create extension if not exists pg_trgm`;
  } catch (error) {
    console.log(`Searches among thousands of scripts are slow, because pg_trgm is missing: ${String(error)}`);
    return;
  }
  // With the collation in which server/scripts/find.ts compares.
  await pg`create index if not exists scripts_search on scripts using gin ((search_text collate "C") gin_trgm_ops)`;
}
