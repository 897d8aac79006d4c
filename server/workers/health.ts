import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { projectRoot } from "@/server/root";
import { findInngestServer, inngestFinding } from "./inngest-server";
import { findCapacity } from "./list";

const DATABASE_MS = 2_000;

/** The state of an instance, in sentences. */
export interface Readiness {
  /** What prevents it from accepting and running jobs. */
  missing: string[];
  /** What else a person should look after. */
  warnings: string[];
}

/** What prevents this instance from accepting and running jobs, and what else is wrong; both are empty when all is well. */
export async function findReadiness(): Promise<Readiness> {
  const database = await Promise.race([checkDatabase().catch(() => null), afterMs(DATABASE_MS)]);
  if (!database) return { missing: ["The database does not answer."], warnings: [] };
  const { isMigrated, workers, warnings } = database;
  const missing = [
    ...(isMigrated ? [] : ["The database is not at this version's schema: run migrate."]),
    ...(workers > 0 ? [] : ["No worker is online: jobs wait."]),
  ];
  return { missing, warnings };
}

async function checkDatabase(): Promise<{ isMigrated: boolean; workers: number; warnings: string[] }> {
  const applied = await pg<{ at: string }[]>`
    select created_at::text as at from drizzle.__drizzle_migrations order by created_at desc limit 1`.catch((error) => {
    if (error.code === "42P01" || error.code === "3F000") return []; // no such table, no such schema
    throw error;
  });
  const isMigrated = Number(applied[0]?.at ?? 0) >= newestMigration();
  if (!isMigrated) return { isMigrated, workers: 0, warnings: [] };
  const [{ workers }, inngest] = await Promise.all([findCapacity(), findInngestServer()]);
  const finding = inngest && inngestFinding(inngest);
  return { isMigrated, workers, warnings: finding?.state === "note" ? [finding.what] : [] };
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
