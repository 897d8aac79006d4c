import { expect, test } from "vitest";
import { connect } from "./connection";

test("a transaction starts even as the last query that its connection accepts", async () => {
  const pg = connect(process.env.DATABASE_URL ?? "", { max: 2 });
  const held = await pg.reserve();
  await pg`select 1`;
  // The other connection is busy and gets one query less than it accepts.
  const others = [pg`select pg_sleep(0.1)`.execute()];
  // 100 is the limit of postgres.js (max_pipeline).
  while (others.length < 100) others.push(pg`select 1`.execute());
  expect(await pg.begin((tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  await Promise.all(others);
  held.release();
  await pg.end();
});
