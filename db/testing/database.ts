import { afterAll, inject } from "vitest";
import { connect } from "../connection";

// Loaded before each database test file. The file gets a new database, which is copied from the migrated template in
// about 40 ms. Files that run in the same process share its modules, and these have read the settings: the database
// therefore has the same name for all files of a process.
const clusterUrl = inject("clusterUrl");
const name = `test_${process.pid}`;
const admin = connect(clusterUrl, { max: 1 });
if ((await admin`select 1 from pg_database where datname = ${name}`).length > 0) {
  // The database of the file before. To drop it, PostgreSQL would write a checkpoint, which takes seconds.
  await setAside(5);
}
await admin.unsafe(`create database ${name} template template_wooey`);
await admin.end();

const url = new URL(clusterUrl);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.href;
await separateIds();
process.env.WOOEY_ENABLE_API_KEYS = "true";
// Tests install packages from a server of theirs, by its address.
process.env.WOOEY_ALLOW_PACKAGE_SOURCES = "true";

// What a process remembers of its database: the connection on which it listens.
const remembered = globalThis as { wooeyLiveHub?: unknown };
remembered.wooeyLiveHub = undefined;

/** Renames it. What the file before has left running may connect again between the two statements. */
async function setAside(attempts: number): Promise<void> {
  await admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${name}`;
  try {
    await admin.unsafe(`alter database ${name} rename to ${name}_${Date.now()}`);
  } catch (error) {
    const isInUse = (error as { code?: string }).code === "55006";
    if (!isInUse || attempts <= 1) throw error;
    await setAside(attempts - 1);
  }
}

/**
 * Starts the ids of this file's rows where those of no other file in this process are: what the modules remember by id is
 * that of another database.
 */
async function separateIds(): Promise<void> {
  const counter = globalThis as { wooeyTestFiles?: number };
  counter.wooeyTestFiles = (counter.wooeyTestFiles ?? 0) + 1;
  const sql = connect(url.href, { max: 1 });
  await sql`select setval(format('%I.%I', schemaname, sequencename)::regclass, ${counter.wooeyTestFiles * 100_000})
    from pg_sequences where schemaname = 'public'`;
  await sql.end();
}

afterAll(async () => {
  const { closeDatabase } = await import("../client");
  await closeDatabase();
});
