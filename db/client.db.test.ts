import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "./client";
import { users } from "./schema";

describe("the two clients", () => {
  test("see the same rows, with dates as Date", async () => {
    await db.insert(users).values({ username: "alice" });
    const [raw] = await pg`select username, created_at from users`;
    expect(raw?.username).toBe("alice");
    expect(raw?.created_at).toBeInstanceOf(Date);
    const [row] = await db.select().from(users);
    expect(row?.createdAt).toBeInstanceOf(Date);
  });

  test("use a database that refuses user names in upper case", async () => {
    await expect(db.insert(users).values({ username: "Bob" })).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  test("support transactions", async () => {
    await expect(
      db.transaction(async (tx) => {
        await tx.insert(users).values({ username: "carol" });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    const rows = await db.execute(sql`select 1 from users where username = 'carol'`);
    expect(rows).toHaveLength(0);
  });
});
