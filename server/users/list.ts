import { and, asc, eq, gt, ilike, inArray, or, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { containing } from "@/db/like";
import { type Role, userGroupMembers, userGroups, users } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator } from "@/server/auth/policy";
import { type Person, personColumns } from "./queries";

export interface UserFilter {
  /** Text in the username, full name or email address. */
  text?: string;
  role?: Role;
  isActive?: boolean;
  /** The `next` of the previous page. */
  after?: string;
  /** At most 200; 50 unless given. */
  limit?: number;
}

export interface ListedPerson extends Person {
  lastSeenAt: Date | null;
  /** Names of the user groups they belong to. */
  groups: string[];
}

export interface UserPage {
  rows: ListedPerson[];
  /** The `after` of the next page; null if it would be empty. */
  next: string | null;
}

const columns = { ...personColumns, lastSeenAt: users.lastSeenAt };

/** A page of users by username. @throws unauthenticated, forbidden unless administrator */
export async function listUsers(actor: Actor, filter: UserFilter): Promise<UserPage> {
  requireAdministrator(actor);
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 200);
  const rows = await db
    .select(columns)
    .from(users)
    .where(conditionsOf(filter))
    .orderBy(asc(users.username))
    .limit(limit + 1);
  const shown = await withGroups(rows.slice(0, limit));
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.username ?? null) : null };
}

/** One user, for administrators; null for an unknown one. @throws unauthenticated, forbidden unless administrator */
export async function findListedPerson(actor: Actor, id: number): Promise<ListedPerson | null> {
  requireAdministrator(actor);
  const [person] = await withGroups(await db.select(columns).from(users).where(eq(users.id, id)));
  return person ?? null;
}

function conditionsOf({ text, role, isActive, after }: UserFilter): SQL | undefined {
  const pattern = containing(text ?? "");
  return and(
    text ? or(...[users.username, users.fullName, users.email].map((column) => ilike(column, pattern))) : undefined,
    role && eq(users.role, role),
    isActive === undefined ? undefined : eq(users.isActive, isActive),
    after === undefined ? undefined : gt(users.username, after),
  );
}

async function withGroups(rows: Omit<ListedPerson, "groups">[]): Promise<ListedPerson[]> {
  const ids = rows.map((row) => row.id);
  const memberships = await db
    .select({ userId: userGroupMembers.userId, name: userGroups.name })
    .from(userGroupMembers)
    .innerJoin(userGroups, eq(userGroups.id, userGroupMembers.groupId))
    .where(inArray(userGroupMembers.userId, ids))
    .orderBy(asc(userGroups.name));
  const groupsOf = (id: number) => memberships.filter((each) => each.userId === id).map((each) => each.name);
  return rows.map((row) => ({ ...row, groups: groupsOf(row.id) }));
}
