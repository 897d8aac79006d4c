import path from "node:path";
import { startEmbeddedPostgres, urlOfRunningPostgres } from "@/db/embedded";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { openDataFolder } from "./data-folder";
import { isDataFolderInUse } from "./instance-lock";

/** The database of the instance that runs on this data folder. @throws StartError when none runs. */
export function findDatabase(): string {
  const { WOOEY_DATA_DIR } = env();
  const url = isDataFolderInUse(WOOEY_DATA_DIR)
    ? urlOfRunningPostgres(path.join(WOOEY_DATA_DIR, "postgres"), "wooey")
    : null;
  if (url) return url;
  throw new StartError(
    `Wooey is not running with the data folder ${WOOEY_DATA_DIR}. Start it with npm start, or set DATABASE_URL.`,
  );
}

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
  const lock = await openDataFolder(WOOEY_DATA_DIR);
  const server = await startEmbeddedPostgres({ folder });
  const close = async () => {
    await server.stop();
    lock.release();
  };
  return { url: server.url("wooey"), close };
}
