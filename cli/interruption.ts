import { exitCodes } from "./exit-codes";
import { talk } from "./terminal";

/** What Ctrl-C does while a job runs. */
export interface Interruption {
  /** Whether the person has pressed Ctrl-C, or this process was asked to end. */
  isRequested(): boolean;
  /** Ends what happens before there is a job, such as an upload. */
  signal: AbortSignal;
  /** From here on, Ctrl-C cancels the job instead. */
  setJob(id: number, cancel: () => Promise<void>): void;
}

/** The first Ctrl-C cancels the job and waits for its end, the second one leaves at once. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let job: { id: number; cancel: () => Promise<void> } | null = null;
  let count = 0;
  const cancelJob = () => {
    if (!job) return;
    talk(`Cancelling job ${job.id}. Press Ctrl-C again to leave without waiting for its end.`);
    job.cancel().catch((error: unknown) => talk(error instanceof Error ? error.message : String(error)));
  };
  const interrupt = () => {
    count += 1;
    if (count > 1) process.exit(exitCodes.interrupted);
    if (job) return cancelJob();
    controller.abort();
    // It may be waited for.
    process.stdin.destroy();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  return {
    isRequested: () => count > 0,
    signal: controller.signal,
    setJob: (id, cancel) => {
      job = { id, cancel };
      if (count > 0) cancelJob();
    },
  };
}
