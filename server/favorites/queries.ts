import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { favorites } from "@/db/schema/favorites";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { jobsVisibleTo } from "@/server/jobs/policy";
import type { JobFileView } from "@/server/jobs/view";
import { scanColumns, whyWithheld } from "@/server/jobs/withheld";

export interface PinnedFile {
  /** The id of the pin, which determines the paging. */
  id: number;
  pinnedAt: Date;
  job: { id: number; name: string; createdAt: Date };
  file: Pick<JobFileView, "id" | "path" | "sizeBytes" | "kind" | "mediaType" | "withheld">;
}

const PAGE = 30;

/**
 * A page of the actor's scrapbook, newest pin first. Files of jobs that they can no longer see are omitted. @throws
 * unauthenticated
 */
export async function listScrapbook(
  actor: Actor,
  { before }: { before?: number | undefined } = {},
): Promise<{ pins: PinnedFile[]; next: number | null }> {
  const user = requireUser(actor);
  const rows = await db
    .select({
      id: favorites.id,
      pinnedAt: favorites.createdAt,
      job: { id: jobs.id, name: jobs.name, createdAt: jobs.createdAt },
      file: {
        id: jobFiles.id,
        path: jobFiles.path,
        sizeBytes: jobFiles.sizeBytes,
        kind: jobFiles.kind,
        mediaType: jobFiles.mediaType,
      },
      scan: scanColumns,
    })
    .from(favorites)
    .innerJoin(jobFiles, eq(jobFiles.id, favorites.jobFileId))
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(
      and(
        eq(favorites.userId, user.id),
        before === undefined ? undefined : lt(favorites.id, before),
        jobsVisibleTo(actor),
      ),
    )
    .orderBy(desc(favorites.id))
    .limit(PAGE + 1);
  const pins = rows
    .slice(0, PAGE)
    .map(({ scan, file, ...pin }) => ({ ...pin, file: { ...file, withheld: whyWithheld(scan) } }));
  return { pins, next: rows.length > PAGE ? (pins.at(-1)?.id ?? null) : null };
}

/** Which of these files of a job are in the actor's scrapbook; empty for visitors. */
export async function findPinned(actor: Actor, fileIds: number[]): Promise<Set<number>> {
  const user = userOf(actor);
  if (!user || fileIds.length === 0) return new Set();
  const rows = await db
    .select({ id: favorites.jobFileId })
    .from(favorites)
    .where(and(eq(favorites.userId, user.id), inArray(favorites.jobFileId, fileIds)));
  return new Set(rows.flatMap((row) => row.id ?? []));
}
