import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { connect, type Pg, type Transaction } from "@/db/connection";
import { migrateDatabase } from "@/db/migrate";
import { StartError } from "@/server/errors";
import { FINGERPRINT_SETTING } from "@/server/settings/identity";
import type { ContentStore } from "@/server/storage/content-store";
import type { CopyResult } from "@/server/storage/copy-content";
import { copyContents, readContentList } from "./contents";
import { listMigrations } from "./create";
import type { Manifest } from "./manifest";
import { loadTable, quoted, schemas, setSequences } from "./tables";

export interface RestoreOptions {
  /** The database, which has nothing but the schema, or does not exist. */
  url: string;
  /** The folder of the migrations. */
  migrations: string;
  onProgress(result: CopyResult): void;
}

/**
 * Restores a backup into an empty instance that does not run: first the contents, then the tables in one transaction, at
 * the schema that the backup has; then it migrates to the newest schema. It can be repeated until it succeeds.
 * @throws StartError if the instance is not empty, the backup is newer than this version or incomplete; StorageError
 */
export async function restoreBackup(
  { from, to }: { from: ContentStore; to: ContentStore },
  manifest: Manifest,
  { url, migrations, onProgress }: RestoreOptions,
): Promise<CopyResult> {
  const partial = migrationsUntil(migrations, manifest.migrations);
  try {
    await migrateDatabase(url, partial); // Creates the database, and finds out whether it can be used.
    const database = connect(url, { max: 1 });
    try {
      await requireEmpty(database);
      const { missing, ...copied } = await copyContents({ from, to }, readContentList(from, manifest), onProgress);
      if (missing.length > 0) throw incomplete(missing);
      if ((await listMigrations(database)).length > manifest.migrations.length) {
        await dropSchemas(database);
        await migrateDatabase(url, partial);
      }
      await database.begin((tx) => loadTables(tx, manifest, from));
      await migrateDatabase(url, migrations);
      await database`delete from settings where key = ${FINGERPRINT_SETTING}`; // The caller has checked the secret.
      await database`analyze`;
      return copied;
    } finally {
      await database.end({ timeout: 5 });
    }
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

function incomplete(missing: string[]): StartError {
  return new StartError(
    `The backup lacks ${missing.length} of its contents, such as ${missing[0]}: run wooey backup check. Nothing was restored.`,
  );
}

interface Journal {
  entries: { when: number; tag: string }[];
}

/** A folder with the migrations that the backup has. @throws StartError if this version does not know them all */
function migrationsUntil(folder: string, times: number[]): string {
  const journal: Journal = JSON.parse(fs.readFileSync(path.join(folder, "meta", "_journal.json"), "utf8"));
  const entries = journal.entries.slice(0, times.length);
  if (entries.map(({ when }) => when).join() !== times.join())
    throw new StartError(
      "The backup was made by a newer version of Wooey. Restore it with that version, or a later one.",
    );
  const partial = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-migrations-"));
  fs.mkdirSync(path.join(partial, "meta"));
  fs.writeFileSync(path.join(partial, "meta", "_journal.json"), JSON.stringify({ ...journal, entries }));
  for (const { tag } of entries) fs.copyFileSync(path.join(folder, `${tag}.sql`), path.join(partial, `${tag}.sql`));
  return partial;
}

/** @throws StartError if people, scripts or jobs are in the database */
async function requireEmpty(database: Pg): Promise<void> {
  const [found] = await database<{ isUsed: boolean }[]>`
    select exists (select from users) or exists (select from scripts) or exists (select from jobs) as "isUsed"`;
  if (!found?.isUsed) return;
  throw new StartError(
    "This instance has data of its own. Restore into a new data folder or database, before Wooey is started on it.",
  );
}

async function dropSchemas(database: Pg): Promise<void> {
  for (const schema of [...schemas, "drizzle"])
    await database.unsafe(`drop schema if exists ${quoted(schema)} cascade`);
  await database`create schema public`;
}

/** Foreign keys are checked again when all rows are there, whatever the order of the tables. */
async function loadTables(tx: Transaction, manifest: Manifest, from: ContentStore): Promise<void> {
  const keys = await tx<{ table: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(constraints.oid) as definition
    from pg_constraint constraints join pg_namespace space on space.oid = connamespace
    where contype = 'f' and nspname = any(${schemas})`;
  for (const { table, name } of keys) await tx.unsafe(`alter table ${table} drop constraint ${quoted(name)}`);
  for (const table of manifest.tables) {
    const target = `${quoted(table.schema)}.${quoted(table.name)}`;
    await tx.unsafe(`alter table ${target} disable trigger user`);
    await tx.unsafe(`delete from ${target}`); // What migrations insert is in the backup.
    await loadTable(tx, table, from);
    await tx.unsafe(`alter table ${target} enable trigger user`);
  }
  for (const { table, name, definition } of keys)
    await tx.unsafe(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  await setSequences(tx, manifest.sequences);
  const restored = await listMigrations(tx);
  if (restored.join() !== manifest.migrations.join()) throw new Error("The schema is not that of the backup.");
}
