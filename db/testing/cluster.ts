import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../embedded";
import { migrateDatabase } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the cluster's `postgres` database. */
    clusterUrl: string;
  }
}

/** One temporary PostgreSQL for the test run, with a migrated template database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-test-"));
  fs.chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres({ folder, throwaway: true });
  await migrateDatabase(server.url("template_wooey"), path.resolve("db/migrations"));
  project.provide("clusterUrl", server.url("postgres"));
  return async () => {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
