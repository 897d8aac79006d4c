import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { type AccountLink, accountLinks } from "@/db/schema/users";
import { type Actor, userOf } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

type Link = Pick<AccountLink, "id" | "kind" | "userId" | "role" | "groupIds" | "note" | "expiresAt">;

const columns = {
  id: accountLinks.id,
  kind: accountLinks.kind,
  userId: accountLinks.userId,
  role: accountLinks.role,
  groupIds: accountLinks.groupIds,
  note: accountLinks.note,
  expiresAt: accountLinks.expiresAt,
};

/** A new link. `secret` (256 random bits) goes into its address, and nobody can see it again. */
export interface MadeLink {
  id: string;
  secret: string;
  expiresAt: Date;
}

/** A link to create, and for how many hours it is valid. */
type NewLink = Omit<typeof accountLinks.$inferInsert, "secretHash" | "expiresAt" | "createdById"> & { hours: number };

/** Creates a link for one use; the caller has checked that the actor may do so. */
export async function makeLink(tx: Queryable, actor: Actor, { hours, ...link }: NewLink): Promise<MadeLink> {
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + hours * 3_600_000);
  const [made] = await tx
    .insert(accountLinks)
    .values({ ...link, expiresAt, secretHash: hashOf(secret), createdById: userOf(actor)?.id ?? null })
    .returning({ id: accountLinks.id });
  if (!made) throw new Error("The link was not inserted.");
  return { id: made.id, secret, expiresAt };
}

/** What a link allows. Null if it is unknown, used or expired, or if its creator has lost the right. */
export async function findLink(kind: Link["kind"], secret: string): Promise<Link | null> {
  const [link] = await db.select(columns).from(accountLinks).where(isOpenLink(kind, secret));
  return link ?? null;
}

/**
 * Uses a link up, in the transaction that does what the link allows: if two use it at once, one is refused. @throws
 * forbidden
 */
export async function takeLink(tx: Queryable, kind: Link["kind"], secret: string): Promise<Link> {
  const [link] = await tx
    .update(accountLinks)
    .set({ usedAt: sql`now()` })
    .where(isOpenLink(kind, secret))
    .returning(columns);
  if (!link) throw uselessLink();
  return link;
}

/** The message for a link that allows nothing, whatever the reason. */
export function uselessLink(): AppError {
  return new AppError("forbidden", t("This link has already been used or has expired. Ask for a new one."));
}

/** A link that has not been used yet. Its creator must still be an administrator, or the product itself. */
export function isOpen(kind: Link["kind"]): SQL | undefined {
  const hasRight = sql`(${accountLinks.createdById} is null or exists (
    select from users where users.id = ${accountLinks.createdById} and users.role = 'administrator' and users.is_active))`;
  return and(
    eq(accountLinks.kind, kind),
    isNull(accountLinks.usedAt),
    gt(accountLinks.expiresAt, sql`now()`),
    hasRight,
  );
}

function isOpenLink(kind: Link["kind"], secret: string): SQL | undefined {
  return and(eq(accountLinks.secretHash, hashOf(secret)), isOpen(kind));
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
