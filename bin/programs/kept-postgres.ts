import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded";

const DELAY_MS = 100;
const DELAY_MS_MAX = 10_000;

export interface KeptPostgres {
  /** URL of the product's database; it stays the same when the server is started again. */
  url: string;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL of a data folder, and starts it again whenever it dies. @throws StartError */
export async function keepPostgres(dataFolder: string, log: (line: string) => void): Promise<KeptPostgres> {
  const folder = path.join(dataFolder, "postgres");
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ folder });
  let isStopping = false;

  const restart = async () => {
    for (let delayMs = DELAY_MS; !isStopping; delayMs = Math.min(delayMs * 2, DELAY_MS_MAX)) {
      log("PostgreSQL ended and is being restarted.");
      try {
        server = await startEmbeddedPostgres({ folder });
        watch();
        return;
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
        await sleep(delayMs);
      }
    }
  };
  const watch = () => void server.exited.then(restart);
  watch();

  return {
    url: server.url("wooey"),
    stop: () => {
      isStopping = true;
      return server.stop();
    },
  };
}
