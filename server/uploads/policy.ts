import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { uploads } from "@/db/schema/uploads";
import { type Actor, hasScope, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** The uploads that an actor may continue, use and cancel: those of the user, or of the visitor's browser. */
export function uploadsOwnedBy(actor: Actor): SQL {
  if (actor.kind === "system") return sql`true`;
  const user = userOf(actor);
  if (user) return hasScope(actor, "run") ? eq(uploads.ownerId, user.id) : sql`false`;
  if (actor.kind !== "anonymous" || !actor.browserHash) return sql`false`;
  return sql`(${and(isNull(uploads.ownerId), eq(uploads.browserHash, actor.browserHash))})`;
}

/** @throws unauthenticated, forbidden */
export function requireUploader(actor: Actor): void {
  if (!userOf(actor) && !env().WOOEY_ALLOW_ANONYMOUS)
    throw new AppError("unauthenticated", t("Sign in to run scripts."));
  if (!hasScope(actor, "run")) throw new AppError("forbidden", t("You are not permitted to upload files."));
}
