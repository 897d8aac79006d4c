import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { findImagePaths } from "@/server/files/markdown-images";
import { findPossiblePaths } from "@/server/files/mentions";
import { findImages } from "./file-heads";
import { findJobHandle, type JobHandle } from "./queries";
import { hasPassed } from "./withheld";

/** The files of a job to which a Markdown text refers. */
export interface MentionedFiles {
  /** Ids by path. */
  files: ReadonlyMap<string, number>;
  /** The ids of pictures that a browser can show, by their address in the text. */
  images: ReadonlyMap<string, number>;
}

/**
 * The files of a job to which a Markdown text refers and that the actor may see. Empty for a job that the actor may not
 * open.
 */
export async function findMentionedFiles(actor: Actor, job: string, text: string): Promise<MentionedFiles> {
  const paths = findPossiblePaths(text);
  const handle = paths.length > 0 ? await findJobHandle(actor, job) : null;
  if (!handle) return { files: new Map(), images: new Map() };
  const [files, images] = await Promise.all([
    findFiles(handle, paths),
    findImages(handle.id, findImagePaths(text, "notes.md")),
  ]);
  return { files, images };
}

async function findFiles(job: JobHandle, paths: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: jobFiles.id, path: jobFiles.path, direction: jobFiles.direction })
    .from(jobFiles)
    .where(
      and(
        eq(jobFiles.jobId, job.id),
        inArray(jobFiles.path, paths),
        job.showsInputs ? undefined : eq(jobFiles.direction, "output"),
        hasPassed(),
      ),
    );
  // An output replaces an input with the same path.
  const ordered = rows.toSorted((left, right) => left.direction.localeCompare(right.direction));
  return new Map(ordered.map(({ id, path }) => [path, id]));
}
