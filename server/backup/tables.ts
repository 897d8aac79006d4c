import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Transaction } from "@/db/connection";
import type { ContentStore } from "@/server/storage/content-store";
import { putStream } from "@/server/storage/copy-content";
import type { BackupTable, Manifest } from "./manifest";

/** The schemas whose tables belong to a backup. Migrations fill that of Drizzle. */
export const schemas = ["public", "engine"];

type TableName = Pick<BackupTable, "schema" | "name" | "columns">;

/** The tables with their columns, but those that PostgreSQL computes. */
export async function listTables(tx: Transaction): Promise<TableName[]> {
  return tx<TableName[]>`
    select nspname as schema, relname as name,
      array(select attname::text from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
    from pg_class class join pg_namespace space on space.oid = relnamespace
    where relkind = 'r' and nspname = any(${schemas}) order by 1, 2`;
}

/** Stores the rows of a table, as the transaction sees them. */
export async function dumpTable(tx: Transaction, table: TableName, store: ContentStore): Promise<BackupTable> {
  const rows = copyOut(tx, `copy ${quotedTable(table)} to stdout`);
  const lines = createLineCounter();
  const packed = createGzip();
  const [content] = await Promise.all([putStream(store, packed), pipeline(rows, lines.pass, packed)]);
  return { ...table, rows: lines.count(), content };
}

/** The bytes that a statement COPY … TO STDOUT returns. */
export async function* copyOut(tx: Transaction, statement: string): AsyncGenerator<Buffer> {
  const bytes = await tx.unsafe(statement).readable();
  try {
    yield* bytes;
  } finally {
    // The driver (3.4.9) pauses its socket while bytes wait to be read, and leaves it so if they were the last ones: the
    // connection would never answer again.
    bytes._read(0);
  }
}

/**
 * Counts the rows that pass: COPY writes one line for each row, and `\n` for a line break in a value (PostgreSQL, "COPY",
 * text format).
 */
export function createLineCounter() {
  let count = 0;
  return {
    async *pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
        yield chunk;
      }
    },
    count: () => count,
  };
}

/** Inserts the rows of a table of a backup. */
export async function loadTable(tx: Transaction, table: BackupTable, store: ContentStore): Promise<void> {
  const rows = await tx.unsafe(`copy ${quotedTable(table)} from stdin`).writable();
  await pipeline(store.open(table.content.sha256), createGunzip(), rows);
}

/** Where sequences stand; null for one that was never used. */
export async function listSequences(tx: Transaction): Promise<Manifest["sequences"]> {
  return tx<Manifest["sequences"]>`
    select schemaname as schema, sequencename as name, last_value::text as value
    from pg_sequences where schemaname = any(${schemas}) order by 1, 2`;
}

/** Lets sequences go on where they stood. */
export async function setSequences(tx: Transaction, sequences: Manifest["sequences"]): Promise<void> {
  for (const { schema, name, value } of sequences) {
    if (value !== null)
      await tx`select setval(format('%I.%I', ${schema}::text, ${name}::text)::regclass, ${value}::bigint)`;
  }
}

function quotedTable({ schema, name, columns }: TableName): string {
  return `${quoted(schema)}.${quoted(name)} (${columns.map(quoted).join(", ")})`;
}

/** A name as an identifier of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
