import { Readable } from "node:stream";
import { connect, type Pg, type Transaction } from "@/db/connection";
import { authSecret } from "@/server/auth/secret";
import { StartError } from "@/server/errors";
import { REFERENCED } from "@/server/files/referenced";
import { secretFingerprint } from "@/server/settings/identity";
import { productVersion } from "@/server/settings/version";
import type { ContentStore } from "@/server/storage/content-store";
import { type CopyResult, putStream } from "@/server/storage/copy-content";
import { copyContents, readContentList } from "./contents";
import { type Manifest, writeManifest } from "./manifest";
import { copyOut, dumpTable, listSequences, listTables } from "./tables";

export interface BackupOptions {
  /** The database of the instance. */
  url: string;
  /** Whether the secret of the instance is in the backup, which then opens everything. */
  secret: "included" | "left out";
  onProgress(result: CopyResult): void;
}

export interface MadeBackup extends CopyResult {
  name: string;
  rows: number;
  /** Contents to which rows refer, and which this instance has lost. */
  missing: string[];
}

/**
 * Makes a backup while the instance runs: the tables as they were at one moment, then the contents to which they refer.
 * Until it is complete, no content is removed. What an earlier backup at the same place has is not copied again.
 * @throws StorageError, StartError
 */
export async function createBackup(from: ContentStore, to: ContentStore, options: BackupOptions): Promise<MadeBackup> {
  const guard = await keepContentsFromRemoval(options.url);
  try {
    const manifest = await dumpDatabase(to, options);
    const copied = await copyContents({ from, to }, readContentList(to, manifest), options.onProgress);
    await guard.release();
    const name = await writeManifest(to, manifest);
    return { ...copied, name, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0) };
  } finally {
    await guard.end();
  }
}

/**
 * Removals of contents (server/files/content.ts) ask for this lock and do nothing where they do not get it. It belongs to
 * a connection of its own, and ends with it.
 */
async function keepContentsFromRemoval(url: string) {
  const connection = connect(url, { max: 1 });
  await connection`select pg_advisory_lock(hashtext('wooey backup'))`;
  return {
    /** @throws StartError if the lock was lost meanwhile */
    release: async () => {
      const [row] = await connection<{ held: boolean }[]>`select pg_advisory_unlock(hashtext('wooey backup')) as held`;
      if (!row?.held) throw new StartError("The backup lost its connection to the database. Start it again.");
    },
    end: () => connection.end({ timeout: 5 }),
  };
}

async function dumpDatabase(to: ContentStore, { url, secret }: BackupOptions): Promise<Manifest> {
  const database = connect(url, { max: 1 });
  try {
    return await dumpIn(database, to, secret);
  } finally {
    await database.end({ timeout: 5 });
  }
}

function dumpIn(database: Pg, to: ContentStore, secret: BackupOptions["secret"]): Promise<Manifest> {
  const createdAt = new Date().toISOString();
  return database.begin("isolation level repeatable read read only", async (tx) => {
    const tables = [];
    for (const table of await listTables(tx)) tables.push(await dumpTable(tx, table, to));
    return {
      format: 1 as const,
      createdAt,
      version: productVersion(),
      migrations: await listMigrations(tx),
      tables,
      sequences: await listSequences(tx),
      contents: await dumpContentList(tx, to),
      secret: { fingerprint: secretFingerprint(), value: secret === "included" ? authSecret() : null },
    };
  });
}

/** The times of the migrations that a database has. */
export async function listMigrations(database: Transaction | Pg): Promise<number[]> {
  const rows = await database<{ at: number }[]>`
    select created_at::float8 as at from drizzle.__drizzle_migrations order by created_at`;
  return rows.map(({ at }) => at);
}

async function dumpContentList(tx: Transaction, to: ContentStore): Promise<Manifest["contents"]> {
  const [total] = await tx<{ count: number; bytes: number }[]>`
    select count(*)::float8 as count, coalesce(sum(size_bytes), 0)::float8 as bytes from (${tx.unsafe(REFERENCED)}) as contents`;
  const list = await putStream(to, Readable.from(copyOut(tx, `copy (${REFERENCED} order by 1) to stdout`)));
  return { list, count: total?.count ?? 0, bytes: total?.bytes ?? 0 };
}
