import path from "node:path";
import { migrateDatabase } from "@/db/migrate";
import { env, loadEnvFile } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";

// What each start does before web and worker: migrations, and at the first one the administrator and the examples.
process.title = "wooey-setup";

try {
  loadEnvFile(projectRoot());
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new StartError("DATABASE_URL is not set.");
  await migrateDatabase(DATABASE_URL, path.join(projectRoot(), "db", "migrations"));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
