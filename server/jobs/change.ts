import type { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { renameJob } from "./rename";
import { setVisibility, type sharingInput } from "./share";
import { setJobTags } from "./tags";

/** What can be changed about a job that was submitted. Missing fields stay as they are. */
export interface JobChanges extends z.input<typeof sharingInput> {
  name?: string | undefined;
  description?: string | undefined;
  /** All tags that it has then. */
  tags?: readonly string[] | undefined;
}

/** Changes a job's texts, and who may see it. @throws not_found, invalid (on `job_name`,
 * `job_description`, `tags`) */
export async function changeJob(actor: Actor, id: number, changes: JobChanges): Promise<void> {
  const { name, description, tags, ...sharing } = changes;
  await renameJob(actor, id, {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  });
  if (tags) await setJobTags(actor, id, tags);
  if (Object.values(sharing).some((value) => value !== undefined)) await setVisibility(actor, id, sharing);
}
