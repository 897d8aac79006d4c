import { type SQL, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { files } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { isStored, removeStored } from "@/server/storage/store";

/**
 * Inserts rows for stored contents, so that rows of `tx` may refer to them; an existing row stays as it is.
 * @throws conflict if a content was removed at this very moment (the person sends it again).
 */
export async function keepContents(tx: Queryable, contents: StoredContent[]): Promise<void> {
  for (const content of inOrder(contents)) {
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${content.sha256}))`);
    if (!(await isStored(content.sha256))) throw new AppError("conflict", t("The upload was interrupted. Try again."));
    await tx.insert(files).values(content).onConflictDoNothing();
  }
}

/** Removes stored contents without a reference: those that a refused request had brought along. */
export async function discardContents(contents: StoredContent[]): Promise<void> {
  for (const { sha256 } of inOrder(contents)) {
    await db.transaction(async (tx) => {
      // Guards against keepContents, which then finds the content either there or gone.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${sha256}))`);
      const [found] = await tx.execute<{ referenced: boolean }>(sql`
        select exists (select from files where sha256 = ${sha256})
          or exists (select from script_versions where sha256 = ${sha256})
          or exists (select from descriptions where sha256 = ${sha256})
          or exists (select from uploads where sha256 = ${sha256})
          or ${isBackedUp()} as referenced`);
      if (!found?.referenced) await removeStored(sha256);
    });
  }
}

/** SQL: whether a backup is being made, which needs all contents that existed at its start (server/backup/create.ts). */
export function isBackedUp(): SQL {
  return sql`not pg_try_advisory_xact_lock_shared(hashtext('wooey backup'))`;
}

/** Each content once, always in the same order, so that locks in this order never wait for each other in a circle. */
function inOrder(contents: StoredContent[]): StoredContent[] {
  const bySha256 = new Map(contents.map((content) => [content.sha256, content]));
  return [...bySha256.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
