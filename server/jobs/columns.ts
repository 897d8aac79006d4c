import { jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import { type Actor, userOf } from "@/server/auth/actor";
import { canManage, ownsJob } from "./policy";
import { tagsOfJob } from "./tags";
import type { JobRow } from "./view";

/** The columns of a job for a list, joined with its version, script and owner. */
export const rowColumns = {
  id: jobs.id,
  uuid: jobs.uuid,
  name: jobs.name,
  description: jobs.description,
  status: jobs.status,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  endedAt: jobs.endedAt,
  exitCode: jobs.exitCode,
  signal: jobs.signal,
  endedBy: jobs.endedBy,
  endMessages: jobs.endMessages,
  metrics: jobs.metrics,
  tags: tagsOfJob,
  visibility: jobs.visibility,
  client: jobs.client,
  ownerId: jobs.ownerId,
  browserHash: jobs.browserHash,
  username: users.username,
  fullName: users.fullName,
  slug: scripts.slug,
  scriptName: scripts.name,
  versionId: scriptVersions.id,
  version: scriptVersions.version,
  iteration: scriptVersions.iteration,
  isDefault: scriptVersions.isDefault,
  isActive: scriptVersions.isActive,
};

export type ReadRow = Pick<
  typeof jobs.$inferSelect,
  Exclude<keyof JobRow, "isOwner" | "isMine" | "owner" | "script" | "version" | "tags"> | "ownerId" | "browserHash"
> & {
  tags: string[];
  username: string | null;
  fullName: string | null;
  slug: string;
  scriptName: string;
  versionId: number;
  version: string;
  iteration: number;
  isDefault: boolean;
  isActive: boolean;
};

/** A row as the actor may see it: anonymous visitors see no names, and nobody sees a browser's hash. */
export function toJobRow(actor: Actor, row: ReadRow): JobRow {
  const showsOwner = row.username !== null && (userOf(actor) !== null || actor.kind === "system");
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    status: row.status,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    exitCode: row.exitCode,
    signal: row.signal,
    endedBy: row.endedBy,
    endMessages: row.endMessages,
    metrics: row.metrics,
    tags: row.tags,
    visibility: row.visibility,
    client: row.client,
    isOwner: canManage(actor, row),
    isMine: ownsJob(actor, row),
    owner: showsOwner ? { username: row.username ?? "", name: row.fullName || row.username || "" } : null,
    script: { slug: row.slug, name: row.scriptName },
    version: {
      id: row.versionId,
      version: row.version,
      iteration: row.iteration,
      isDefault: row.isDefault,
      isActive: row.isActive,
    },
  };
}
