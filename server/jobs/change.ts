import type { z } from "zod";
import { db } from "@/db/client";
import type { Actor } from "@/server/auth/actor";
import { renameJobIn } from "./rename";
import { setVisibilityIn, type sharingInput } from "./share";
import { setJobTagsIn } from "./tags";

/** What can be changed about a job that was submitted. Missing fields stay as they are. */
export interface JobChanges extends z.input<typeof sharingInput> {
  name?: string | undefined;
  description?: string | undefined;
  /** All tags that it has then. */
  tags?: readonly string[] | undefined;
}

/**
 * Changes a job's texts, tags, and who may see it: all of it or nothing.
 * @throws not_found, invalid (on `job_name`, `job_description`, `tags`)
 */
export async function changeJob(actor: Actor, id: number, changes: JobChanges): Promise<void> {
  const { name, description, tags, ...sharing } = changes;
  await db.transaction(async (tx) => {
    await renameJobIn(tx, actor, { id, texts: { name, description } });
    if (tags) await setJobTagsIn(tx, actor, { id, names: tags });
    if (Object.values(sharing).some((value) => value !== undefined)) await setVisibilityIn(tx, actor, { id, sharing });
  });
}
