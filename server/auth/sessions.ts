import { pg } from "@/db/client";
import type { Role } from "@/db/schema/users";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { ActingUser, Actor } from "./actor";
import { requireSession } from "./policy";

/** How long a session is valid. */
export const SESSION_SECONDS = 30 * 86_400;

/** The columns that a query returns about a user, for `toActingUser`. */
export interface ActingUserRow {
  id: number;
  username: string;
  full_name: string;
  role: Role;
  group_ids: number[];
}

/** The columns of an acting user, from a query that joins `users u`. */
export const actingUserColumns = () => pg`
  u.id, u.username, u.full_name, u.role,
  array(select m.group_id from user_group_members m where m.user_id = u.id) as group_ids`;

export function toActingUser(row: ActingUserRow): ActingUser {
  return { id: row.id, username: row.username, fullName: row.full_name, role: row.role, groupIds: row.group_ids };
}

/** Starts a session. Its id goes into the cookie. */
export async function openSession(userId: number, from: { userAgent: string; address: string }): Promise<string> {
  const [row] = await pg<{ id: string }[]>`
    insert into sessions (user_id, expires_at, user_agent, address)
    values (${userId}, now() + make_interval(secs => ${SESSION_SECONDS}), ${from.userAgent.slice(0, 300)}, ${from.address})
    returning id`;
  await pg`update users set last_seen_at = now() where id = ${userId}`;
  return row?.id ?? "";
}

/** The user whom this session signs in; null if it was ended, has expired, or the account is not active. */
export async function findSessionUser(sessionId: string): Promise<ActingUser | null> {
  const [row] = await pg<ActingUserRow[]>`
    select ${actingUserColumns()} from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and s.ended_at is null and s.expires_at > now() and u.is_active`;
  return row ? toActingUser(row) : null;
}

/** Ends a session at once; does nothing if it has ended. */
export async function endSession(sessionId: string): Promise<void> {
  await pg`update sessions set ended_at = now() where id = ${sessionId} and ended_at is null`;
}

/** Ends every session of the actor except the current one; returns how many. @throws unauthenticated, forbidden */
export async function endOtherSessions(actor: Actor): Promise<number> {
  const { id, sessionId } = requireSession(actor);
  const ended = await pg`
    update sessions set ended_at = now()
    where user_id = ${id} and ended_at is null and id <> ${sessionId}::uuid`;
  return ended.count;
}

/** Ends one of the actor's sessions. @throws unauthenticated, forbidden, not_found */
export async function endOwnSession(actor: Actor, sessionId: string): Promise<void> {
  const { id } = requireSession(actor);
  const ended = await pg`
    update sessions set ended_at = now()
    where id::text = ${sessionId} and user_id = ${id} and ended_at is null`;
  if (ended.count === 0) throw new AppError("not_found", t("Session not found."));
}

export interface OpenSession {
  id: string;
  createdAt: Date;
  userAgent: string;
  address: string;
  isCurrent: boolean;
}

/** The actor's open sessions, newest first. @throws unauthenticated, forbidden */
export async function listSessions(actor: Actor): Promise<OpenSession[]> {
  const { id, sessionId } = requireSession(actor);
  return pg<OpenSession[]>`
    select id, created_at as "createdAt", user_agent as "userAgent", address, id = ${sessionId}::uuid as "isCurrent"
    from sessions where user_id = ${id} and ended_at is null and expires_at > now()
    order by created_at desc limit 100`;
}
