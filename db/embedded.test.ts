import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "./connection";
import { startEmbeddedPostgres, urlOfRunningPostgres } from "./embedded";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-embedded-"));
fs.chmodSync(folder, 0o755);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const start = () => startEmbeddedPostgres({ folder });

async function query<T>(url: string, ask: (pg: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const pg = connect(url, { max: 1 });
  try {
    return await ask(pg);
  } finally {
    await pg.end();
  }
}

describe("startEmbeddedPostgres", () => {
  test("starts again at once after kill -9, with every acknowledged row", async () => {
    const first = await start();
    await query(first.url("postgres"), async (pg) => {
      await pg`create table kept (n int)`;
      for (let n = 0; n < 20; n++) await pg`insert into kept values (${n})`;
    });
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start();
    const rows = await query(second.url("postgres"), (pg) => pg`select count(*)::int as n from kept`);
    expect(rows[0]?.n).toBe(20);
    expect(urlOfRunningPostgres(folder, "postgres")).toBe(second.url("postgres"));
    await second.stop();
    expect(urlOfRunningPostgres(folder, "postgres")).toBeNull();
  });

  test("refuses a cluster of another major version, leaves it as it is, and names backup and restore", async () => {
    const older = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-embedded-"));
    fs.mkdirSync(path.join(older, "pg17"));
    fs.writeFileSync(path.join(older, "pg17", "PG_VERSION"), "17\n");
    const refusal = /is of PostgreSQL 17, and this version of Wooey brings PostgreSQL 18.*wooey backup.*wooey restore/;
    await expect(startEmbeddedPostgres({ folder: older })).rejects.toThrow(refusal);
    fs.renameSync(path.join(older, "pg17"), path.join(older, "pg18"));
    await expect(startEmbeddedPostgres({ folder: older })).rejects.toThrow(refusal);
    expect(fs.readdirSync(path.join(older, "pg18"))).toEqual(["PG_VERSION"]);
    fs.rmSync(older, { recursive: true });
  });

  test("protects its password from other users, and refuses connections without it", async () => {
    const server = await start();
    const file = path.join(folder, "password");
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    const wrong = new URL(server.url("postgres"));
    wrong.password = "wrong";
    await expect(query(wrong.href, (pg) => pg`select 1`)).rejects.toThrow(/password authentication failed/);
    await server.stop();
  });
});
