import { sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { files } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { isStored, removeStored, type StoredContent } from "@/server/storage/store";

/**
 * Writes rows for stored contents, so that rows of `tx` may name them; a content that has a row already is left alone.
 * @throws conflict when a content was thrown away at this very moment (the person sends it again).
 */
export async function keepContents(tx: Queryable, contents: StoredContent[]): Promise<void> {
  for (const content of inOrder(contents)) {
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${content.sha256}))`);
    if (!(await isStored(content.sha256))) throw new AppError("conflict", t("The upload was interrupted. Try again."));
    await tx.insert(files).values(content).onConflictDoNothing();
  }
}

/** Removes stored contents that nothing names: what a refused request had brought along. */
export async function discardContents(contents: StoredContent[]): Promise<void> {
  for (const { sha256 } of inOrder(contents)) {
    await db.transaction(async (tx) => {
      // Against keepContents, which finds the content there or not at all.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${sha256}))`);
      const [found] = await tx.execute<{ referenced: boolean }>(sql`
        select exists (select from files where sha256 = ${sha256})
          or exists (select from script_versions where sha256 = ${sha256})
          or exists (select from descriptions where sha256 = ${sha256}) as referenced`);
      if (!found?.referenced) await removeStored(sha256);
    });
  }
}

/** Each content once, in one order for everybody: locks taken so never wait for each other in a circle. */
function inOrder(contents: StoredContent[]): StoredContent[] {
  const bySha256 = new Map(contents.map((content) => [content.sha256, content]));
  return [...bySha256.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
