import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { type KeptPostgres, keepPostgres } from "./kept-postgres";

export interface Lifetime {
  /** The URL of the database: DATABASE_URL, else that of the embedded server, which is started. */
  openDatabase(): Promise<string>;
  /** Ends the program as a signal does. */
  end(): void;
  /** Whether the program is ending, so that nothing more may be started. */
  isStopping(): boolean;
}

export interface SupervisorOptions {
  /** Starts everything. If it fails, its error is printed and the exit code is 1. */
  start(lifetime: Lifetime): Promise<void>;
  /** Ends what `start` has started, while the database still runs. May return the last line of the log. */
  stop(): Promise<string | undefined>;
  log(line: string): void;
}

/** Runs a program that supervises others until a signal ends it, or until its start fails. Then the process exits. */
export async function runSupervisor({ start, stop, log }: SupervisorOptions): Promise<void> {
  let postgres: KeptPostgres | null = null;
  let stopping: Promise<void> | null = null;

  const isStopping = () => stopping !== null;
  const openDatabase = async () => {
    const { DATABASE_URL, WOOEY_DATA_DIR } = env();
    if (DATABASE_URL) return DATABASE_URL;
    postgres = await keepPostgres(WOOEY_DATA_DIR, log);
    return postgres.url;
  };
  const end = (exitCode: number) => {
    stopping ??= (async () => {
      const lastLine = await stop();
      await postgres?.stop();
      if (exitCode === 0 && lastLine) log(lastLine);
      process.exit(exitCode);
    })();
    return stopping;
  };

  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void end(0));
  try {
    await start({ openDatabase, isStopping, end: () => void end(0) });
  } catch (error) {
    if (isStopping()) return;
    console.error(error instanceof StartError ? error.message : error);
    await end(1);
  }
}
