import { and, asc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import { keepContents } from "@/server/files/content";
import { notifyLive } from "@/server/jobs/live-channel";
import { isStored, localFileOf } from "@/server/storage/store";
import { type ScanResult, scanFile, storeEmpty } from "@/server/storage/virus-scan";

const SCAN_MS = 60_000;
const BATCH = 100;

/**
 * Scans the files whose scan is pending: now, and every minute. Files that were too large get another scan now, because
 * the scanner's limit may have been raised.
 */
export function startPendingScans(onError: (error: unknown) => void): { stop(): Promise<void> } {
  let last = repeatScans().then(scanPendingFiles).catch(onError);
  const timer = setInterval(() => {
    last = last.then(scanPendingFiles).catch(onError);
  }, SCAN_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await last;
    },
  };
}

async function repeatScans(): Promise<void> {
  await db.update(jobFiles).set({ scanState: "pending" }).where(eq(jobFiles.scanState, "too_large"));
}

/**
 * Scans files that a job produced while the virus scanner did not respond, until it does not respond again. If no
 * scanner is set by now, they may be opened.
 */
export async function scanPendingFiles(): Promise<void> {
  for (let after = 0; ; ) {
    const files = await db
      .select({ id: jobFiles.id, jobId: jobFiles.jobId, sha256: jobFiles.sha256 })
      .from(jobFiles)
      .where(and(eq(jobFiles.scanState, "pending"), gt(jobFiles.id, after)))
      .orderBy(asc(jobFiles.id))
      .limit(BATCH);
    for (const file of files) {
      after = file.id;
      if (!(await isStored(file.sha256))) continue;
      const scan = await scanFile(await localFileOf(file.sha256));
      if (scan.state === "pending") return;
      await storeResult(file, scan);
    }
    if (files.length < BATCH) return;
  }
}

async function storeResult(file: { id: number; jobId: number; sha256: string }, scan: ScanResult): Promise<void> {
  const replacement = scan.state === "infected" ? await storeEmpty() : null;
  await db.transaction(async (tx) => {
    if (replacement) await keepContents(tx, [replacement]);
    const content = replacement ? { sha256: replacement.sha256, sizeBytes: replacement.sizeBytes } : {};
    await tx
      .update(jobFiles)
      .set({ scanState: scan.state, virus: scan.virus, ...content })
      // The job may have replaced the file during the scan.
      .where(and(eq(jobFiles.id, file.id), eq(jobFiles.sha256, file.sha256)));
    await notifyLive(tx, file.jobId, "files");
  });
}
