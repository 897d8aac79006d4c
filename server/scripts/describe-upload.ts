import type { DescribeReport } from "@/command-line/spec";
import { pg } from "@/db/client";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { isStored } from "@/server/storage/store";
import { createWakeUp } from "@/server/wake-up";
import { isAnyOnline } from "@/server/workers/online";

/** A stored file whose command line is read. */
export interface DescribeRequest {
  sha256: string;
  filename: string;
  /** Whether stand-ins replace modules that are missing on this machine. */
  ignoreBadImports: boolean;
}

/** Reads a script's command line; `describeByWorker` unless the caller may start programs itself. */
export type Describe = (request: DescribeRequest) => Promise<DescribeReport>;

export const DESCRIBE_CHANNEL = "wooey_describe";
export const DESCRIBED_CHANNEL = "wooey_described";
const WAIT_MS = 15_000;
const POLL_MS = 1_000;

/**
 * Lets a worker read the script and waits at most 15 s for its report. The row is removed in any case.
 * @throws unavailable if no worker is online or none answers in time; conflict if the content was removed meanwhile
 */
export async function describeByWorker(request: DescribeRequest): Promise<DescribeReport> {
  await requireWorker();
  const wakeUp = createWakeUp();
  const listening = await pg.listen(DESCRIBED_CHANNEL, wakeUp.wake);
  const id = await queue(request);
  try {
    const deadline = performance.now() + WAIT_MS;
    while (performance.now() < deadline) {
      const report = await findReport(id);
      if (report) return report;
      await wakeUp.wait(Math.min(POLL_MS, deadline - performance.now()));
    }
    throw new AppError(
      "unavailable",
      t("The script was not read within 15 seconds because the workers are busy. Try again."),
    );
  } finally {
    await listening.unlisten();
    await pg`delete from descriptions where id = ${id}`;
  }
}

async function requireWorker(): Promise<void> {
  if (await isAnyOnline()) return;
  const message = t("No worker is online to read the script. Start one (npm run worker) and try again.");
  throw new AppError("unavailable", message);
}

async function queue(request: DescribeRequest): Promise<string> {
  return pg.begin(async (tx) => {
    // Prevents the removal of an upload without references: from here on, a description refers to it.
    await tx`select pg_advisory_xact_lock_shared(hashtext(${request.sha256}))`;
    if (!(await isStored(request.sha256))) throw new AppError("conflict", t("The upload was interrupted. Try again."));
    await tx`delete from descriptions where created_at < now() - interval '1 hour'`; // left by web processes that died
    const [row] = await tx<{ id: string }[]>`
      insert into descriptions (sha256, filename, ignore_bad_imports)
      values (${request.sha256}, ${request.filename}, ${request.ignoreBadImports}) returning id`;
    await tx`select pg_notify(${DESCRIBE_CHANNEL}, ${row?.id ?? ""})`;
    return row?.id ?? "";
  });
}

async function findReport(id: string): Promise<DescribeReport | null> {
  const [row] = await pg<{ report: DescribeReport | null }[]>`
    select report from descriptions where id = ${id} and status = 'done'`;
  return row?.report ?? null;
}
