import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "@/db/connection";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { addEvents } from "../outbox";
import { killEngine, spawnEngine } from "./testing/spawn";
import { until } from "./testing/until";

const runs = 40;

test("an engine survives kill -9 of PostgreSQL: every run ends, and later events are processed at once", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-killed-"));
  fs.chmodSync(folder, 0o755);
  let server = await startEmbeddedPostgres({ folder });
  const url = server.url("killed");
  await migrateDatabase(url, path.resolve("db/migrations"));
  const pg = connect(url, { max: 1, backoff: () => 0.1 });
  await pg`create table trace (id text, step text, pid int)`;
  const engine = await spawnEngine({ DATABASE_URL: url });

  const send = (count: number, ms: number) =>
    addEvents(
      Array.from({ length: count }, (_, n) => ({ name: "test/steady", data: { id: `${ms}-${n}`, n, ms } })),
      pg,
    );
  const untilCompleted = (count: number) =>
    until(
      async () => {
        const rows = await pg`select 1 from engine.runs where status = 'completed'`.catch(() => []);
        return rows.length === count;
      },
      `${count} runs to complete`,
      30_000,
    );

  await send(runs, 200);
  for (const share of [0.1, 0.4, 0.7]) {
    const areRunning = async () => {
      const [row] = await pg`select count(*)::int as n from trace where step = 'two'`.catch(() => []);
      return row?.n >= runs * share;
    };
    await until(areRunning, `${share * 100} % of the runs to be under way`, 30_000);
    process.kill(server.pid, "SIGKILL");
    await server.exited;
    server = await startEmbeddedPostgres({ folder });
  }
  await untilCompleted(runs);
  const [executed] = await pg`select count(*)::int as n, count(distinct (id, step))::int as steps from trace`;
  expect(executed?.steps).toBe(runs * 3);
  expect(executed?.n).toBeLessThanOrEqual(runs * 3 + 3 * 16);

  const startedAt = Date.now();
  await send(1, 1);
  await untilCompleted(runs + 1);
  expect(Date.now() - startedAt).toBeLessThan(3000);
  expect(engine.exitCode ?? engine.signalCode).toBeNull();

  await killEngine(engine);
  await pg.end();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});
