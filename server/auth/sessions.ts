import { pg } from "@/db/client";
import type { Role } from "@/db/schema/users";
import { recordSecurityEvent } from "@/server/audit/security-events";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "@/server/users/confirm";
import type { ActingUser, Actor } from "./actor";
import { requireSession } from "./policy";

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

/** Starts a session. Its id goes into the cookie. It ends after WOOEY_SESSION_LIFETIME at the latest. */
export async function openSession(userId: number, from: { userAgent: string; address: string }): Promise<string> {
  const [row] = await pg<{ id: string }[]>`
    insert into sessions (user_id, expires_at, user_agent, address)
    values (${userId}, now() + make_interval(secs => ${env().WOOEY_SESSION_LIFETIME}), ${from.userAgent.slice(0, 300)}, ${from.address})
    returning id`;
  await pg`update users set last_seen_at = now() where id = ${userId}`;
  return row?.id ?? "";
}

/**
 * The user whom this session signs in; null if it was ended, has expired or was not used for WOOEY_SESSION_IDLE, or if
 * the account is not active. Records the use and its address, at most once a minute for each address, without waiting
 * for it.
 */
export async function findSessionUser(sessionId: string, address: string): Promise<ActingUser | null> {
  const [row] = await pg<(ActingUserRow & { is_recorded: boolean })[]>`
    select ${actingUserColumns()}, s.last_seen_at > now() - interval '1 minute' and s.address = ${address} as is_recorded
    from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and ${isOpen()} and u.is_active`;
  if (!row) return null;
  if (!row.is_recorded) {
    pg`update sessions set last_seen_at = now(), address = ${address} where id = ${sessionId}`.catch((error: unknown) =>
      console.error("The use of a session could not be recorded:", error),
    );
  }
  return toActingUser(row);
}

/** The same without recording a use, for what happens later in the name of a session. */
export async function findUserOfSession(sessionId: string): Promise<ActingUser | null> {
  const [row] = await pg<ActingUserRow[]>`
    select ${actingUserColumns()} from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and ${isOpen()} and u.is_active`;
  return row ? toActingUser(row) : null;
}

const isOpen = () => pg`(s.ended_at is null and s.expires_at > now()
  and s.last_seen_at > now() - make_interval(secs => ${env().WOOEY_SESSION_IDLE}))`;

/** Ends a session at once; does nothing if it has ended. */
export async function endSession(sessionId: string, address: string): Promise<void> {
  const [row] = await pg<ActingUserRow[]>`
    with ended as (
      update sessions set ended_at = now() where id = ${sessionId} and ended_at is null returning user_id)
    select ${actingUserColumns()} from users u join ended on ended.user_id = u.id`;
  if (row) await recordEnd({ kind: "user", user: toActingUser(row), sessionId, address }, 1);
}

/**
 * Ends every session of the actor except the current one; returns how many. @throws unauthenticated, forbidden, invalid
 * on `confirmPassword`
 */
export async function endOtherSessions(actor: Actor): Promise<number> {
  const { id, sessionId } = requireSession(actor);
  await requireConfirmed(actor);
  const ended = await pg`
    update sessions set ended_at = now()
    where user_id = ${id} and ended_at is null and id <> ${sessionId}::uuid`;
  if (ended.count > 0) await recordEnd(actor, ended.count);
  return ended.count;
}

/** Ends one of the actor's sessions. @throws unauthenticated, forbidden, invalid on `confirmPassword`, not_found */
export async function endOwnSession(actor: Actor, sessionId: string): Promise<void> {
  const { id } = requireSession(actor);
  await requireConfirmed(actor);
  const ended = await pg`
    update sessions set ended_at = now()
    where id::text = ${sessionId} and user_id = ${id} and ended_at is null`;
  if (ended.count === 0) throw new AppError("not_found", t("Session not found."));
  await recordEnd(actor, 1);
}

async function recordEnd(actor: Actor, sessions: number): Promise<void> {
  const target = `user:${requireSession(actor).username}`;
  await recordSecurityEvent(actor, { action: "session.end", target, detail: { sessions } });
}

export interface OpenSession {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string;
  /** Where its last request came from. */
  address: string;
  isCurrent: boolean;
}

/** The actor's open sessions: the current one, then the others, the last used first. @throws unauthenticated, forbidden */
export async function listSessions(actor: Actor): Promise<OpenSession[]> {
  const { id, sessionId } = requireSession(actor);
  return pg<OpenSession[]>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", user_agent as "userAgent", address,
      id = ${sessionId}::uuid as "isCurrent"
    from sessions s where user_id = ${id} and ${isOpen()}
    order by "isCurrent" desc, last_seen_at desc limit 100`;
}
