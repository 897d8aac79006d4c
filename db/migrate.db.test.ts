import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import { connect } from "./connection";
import { migrateDatabase } from "./migrate";
import { findSchemaState } from "./schema-state";

const migrations = path.resolve("db/migrations");
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-migrate-"));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

let url: string;
beforeEach(() => {
  const address = new URL(inject("clusterUrl"));
  address.pathname = `/migrate_${randomBytes(6).toString("hex")}`;
  url = address.href;
});

/** The folder of another version: with the first `count` migrations, and with one more. */
function versionWith({ count, sql }: { count?: number; sql?: string }): string {
  const folder = fs.mkdtempSync(path.join(temporary, "version-"));
  fs.cpSync(migrations, folder, { recursive: true });
  const file = path.join(folder, "meta", "_journal.json");
  const journal = JSON.parse(fs.readFileSync(file, "utf8"));
  const entries = journal.entries.slice(0, count);
  if (sql !== undefined) {
    entries.push({ ...entries.at(-1), idx: entries.length, when: entries.at(-1).when + 1, tag: "9999_next" });
    fs.writeFileSync(path.join(folder, "9999_next.sql"), sql);
  }
  fs.writeFileSync(file, JSON.stringify({ ...journal, entries }));
  return folder;
}

async function hasColumn(name: string): Promise<boolean> {
  const pg = connect(url, { max: 1 });
  const rows = await pg`select 1 from information_schema.columns where table_name = 'jobs' and column_name = ${name}`;
  await pg.end();
  return rows.length > 0;
}

describe("a migration that fails", () => {
  test("changes nothing, says so, and the version before still starts", async () => {
    await migrateDatabase(url, migrations);
    const broken = versionWith({
      sql: "ALTER TABLE jobs ADD COLUMN half int;--> statement-breakpoint\nALTER TABLE nothing ADD COLUMN x int;",
    });
    const failure = /^The database could not be migrated \(relation "nothing" does not exist\)\. Nothing was changed/;
    await expect(migrateDatabase(url, broken)).rejects.toThrow(failure);
    expect(await hasColumn("half")).toBe(false);
    await migrateDatabase(url, migrations);
    expect(await findSchemaState(url, migrations)).toEqual({ pending: [], isNewer: false });
  });
});

describe("the state of a schema", () => {
  test("names what is missing, and changes nothing", async () => {
    const older = versionWith({ count: 19 });
    expect((await findSchemaState(url, older)).pending).toHaveLength(19);
    await migrateDatabase(url, older);
    expect(await findSchemaState(url, older)).toEqual({ pending: [], isNewer: false });
    const state = await findSchemaState(url, migrations);
    expect(state.pending[0]).toBe("0019_worker_leases");
    expect(await findSchemaState(url, migrations)).toEqual(state);
  });

  test("knows a database of a newer version, with which this one still starts", async () => {
    await migrateDatabase(url, versionWith({ sql: "ALTER TABLE jobs ADD COLUMN later int;" }));
    expect(await findSchemaState(url, migrations)).toEqual({ pending: [], isNewer: true });
    await migrateDatabase(url, migrations);
    expect(await hasColumn("later")).toBe(true);
  });
});
