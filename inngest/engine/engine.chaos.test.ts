import type { ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { addEvents } from "../outbox";
import { killEngine, spawnEngine } from "./testing/spawn";
import { until } from "./testing/until";

const runs = 300;
const killsMax = 12;

test("300 runs of 3 steps end correctly while two engines are killed at random", async () => {
  await pg`create table trace (id text, step text, pid int)`;
  const engines = await Promise.all([spawnEngine(), spawnEngine()]);
  const events = Array.from({ length: runs }, (_, n) => ({ name: "test/steady", data: { id: `c${n}`, n, ms: 150 } }));
  await addEvents(events);

  let kills = 0;
  const isDone = async () => {
    const [open] = await pg`
      select (select count(*) from engine.runs where ended_at is null)
        + (select count(*) from engine.events where scheduled_at is null) as rows`;
    return open?.rows === "0";
  };
  while (!(await isDone())) {
    if (kills >= killsMax) {
      await until(isDone, "the runs to end after the last kill", 60_000);
      break;
    }
    // This does not wait for anything: the engines get time to be in the middle of something.
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 500));
    const victim = Math.floor(Math.random() * engines.length);
    await killEngine(engines[victim] as ChildProcess);
    kills++;
    engines[victim] = await spawnEngine();
  }
  await Promise.all(engines.map(killEngine));

  const wrong = await pg`
    select event -> 'data' ->> 'id' as id, status, output, error from engine.runs
    where status <> 'completed' or output::text::int <> ((event -> 'data' ->> 'n')::int + 1) * 2`;
  expect([...wrong]).toEqual([]);
  const [counted] = await pg`
    select (select count(*)::int from engine.runs) as runs, (select count(distinct (id, step))::int from trace) as steps,
      (select count(*)::int from trace) as executions, (select count(*)::int from engine.items) as items`;
  console.info(`${kills} kills; ${counted?.executions} executions of ${counted?.steps} steps`);
  expect(counted).toMatchObject({ runs, steps: runs * 3, items: 0 });
  // A step is repeated only if it was running at a kill: at most 8 of them each time, one per slot.
  expect(counted?.executions).toBeLessThanOrEqual(runs * 3 + kills * 8);
  expect(kills).toBeGreaterThan(2);
});
