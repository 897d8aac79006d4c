import fs from "node:fs";
import path from "node:path";
import { startEmbeddedPostgres, urlOfRunningPostgres } from "@/db/embedded";
import { env } from "@/server/env";
import { isDataFolderInUse } from "./instance-lock";

/**
 * The database for one command: DATABASE_URL, else the embedded server of the data folder, which is started for the
 * duration of the command where no instance runs. `close` ends what was started.
 * @throws StartError when there is none.
 */
export async function openDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const { DATABASE_URL, WOOEY_DATA_DIR } = env();
  if (DATABASE_URL) return { url: DATABASE_URL, close: async () => undefined };
  const folder = path.join(WOOEY_DATA_DIR, "postgres");
  if (isDataFolderInUse(WOOEY_DATA_DIR)) {
    const url = urlOfRunningPostgres(folder, "wooey");
    if (url) return { url, close: async () => undefined };
  }
  fs.mkdirSync(WOOEY_DATA_DIR, { recursive: true });
  const server = await startEmbeddedPostgres({ folder });
  return { url: server.url("wooey"), close: () => server.stop() };
}
