import path from "node:path";
import { closeDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { setDatabaseUrl } from "@/server/env";
import { projectRoot } from "@/server/root";
import { openDatabase } from "./database";

/** Migrates this instance's database, does `work` with it, and closes it. @throws StartError */
export async function withDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  const database = await openDatabase();
  try {
    setDatabaseUrl(database.url);
    await migrateDatabase(database.url, path.join(projectRoot(), "db", "migrations"));
    return await work();
  } finally {
    await closeDatabase();
    await database.close();
  }
}
