import { and, eq, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { jobs, visibilities } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers, ownerColumns } from "./audit-others";
import { notifyLive } from "./live-channel";
import { jobsManagedBy } from "./policy";

export const sharingInput = z.object({
  visibility: z.enum(visibilities, { error: () => t("Choose private, link or public.") }).optional(),
  inputsShared: z.boolean().optional(),
});

type JobColumns = Parameters<ReturnType<typeof db.update<typeof jobs>>["set"]>[0];

/**
 * Sets who may see a job and whether they see its input files. Missing fields stay as they are. Signed URLs of its files
 * end if the job becomes private or its inputs are no longer shared. @throws not_found, invalid
 */
export async function setVisibility(actor: Actor, id: number, input: Sharing): Promise<void> {
  await db.transaction((tx) => setVisibilityIn(tx, actor, { id, sharing: input }));
}

type Sharing = z.input<typeof sharingInput>;

/** `setVisibility` in a transaction that changes more. @throws not_found, invalid */
export async function setVisibilityIn(
  tx: Queryable,
  actor: Actor,
  { id, sharing: input }: { id: number; sharing: Sharing },
): Promise<void> {
  const sharing = sharingInput.parse(input);
  // The expression reads the columns as they were before this change.
  const endsAccess = or(
    sharing.visibility === "private" ? ne(jobs.visibility, "private") : undefined,
    sharing.inputsShared === false ? jobs.inputsShared : undefined,
  );
  // An UPDATE needs a column to set, even if nothing changes.
  const linkGeneration = sql`${jobs.linkGeneration} + (${endsAccess ?? sql`false`})::int`;
  const columns = { ...sharing, linkGeneration };
  await change(tx, actor, { id, columns, detail: sharing });
}

/**
 * Gives a job a new permalink; the old one no longer works, and neither do signed URLs of its files. Returns the new
 * uuid. @throws not_found
 */
export async function renewPermalink(actor: Actor, id: number): Promise<string> {
  const columns = { uuid: sql`gen_random_uuid()`, linkGeneration: sql`${jobs.linkGeneration} + 1` };
  return db.transaction((tx) => change(tx, actor, { id, columns, detail: { newLink: true } }));
}

async function change(
  tx: Queryable,
  actor: Actor,
  { id, columns, detail }: { id: number; columns: JobColumns; detail: Record<string, unknown> },
): Promise<string> {
  const [job] = await tx
    .update(jobs)
    .set(columns)
    .where(and(eq(jobs.id, id), jobsManagedBy(actor)))
    .returning({ ...ownerColumns, uuid: jobs.uuid });
  if (!job) throw new AppError("not_found", t("Job not found."));
  await auditOthers(tx, actor, { action: "job.share", job, detail });
  // Makes open streams check again whether they may continue.
  await notifyLive(tx, id, "status");
  return job.uuid;
}
