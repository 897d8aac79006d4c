import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { projectRoot } from "@/server/root";
import { findCapacity } from "./list";

const DATABASE_MS = 2_000;

/** What prevents this instance from accepting and running jobs, in sentences; empty when it is ready. */
export async function findMissing(): Promise<string[]> {
  const database = await Promise.race([checkDatabase().catch(() => null), afterMs(DATABASE_MS)]);
  if (!database) return ["The database does not answer."];
  return [
    ...(database.isMigrated ? [] : ["The database is not at this version's schema: run migrate."]),
    ...(database.workers > 0 ? [] : ["No worker is online: jobs wait."]),
  ];
}

async function checkDatabase(): Promise<{ isMigrated: boolean; workers: number }> {
  const applied = await pg<{ at: string }[]>`
    select created_at::text as at from drizzle.__drizzle_migrations order by created_at desc limit 1`.catch((error) => {
    if (error.code === "42P01" || error.code === "3F000") return []; // no such table, no such schema
    throw error;
  });
  const isMigrated = Number(applied[0]?.at ?? 0) >= newestMigration();
  return { isMigrated, workers: isMigrated ? (await findCapacity()).workers : 0 };
}

function newestMigration(): number {
  const file = path.join(projectRoot(), "db", "migrations", "meta", "_journal.json");
  // drizzle-kit writes the journal.
  const { entries } = JSON.parse(fs.readFileSync(file, "utf8")) as { entries: { when: number }[] };
  return Math.max(0, ...entries.map((entry) => entry.when));
}

function afterMs(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, ms, null).unref());
}
