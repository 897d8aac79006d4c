import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns";

export const roles = ["user", "staff", "administrator"] as const;
export type Role = (typeof roles)[number];

export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** Lower case: two names that differ only in case are one person. */
    username: text().notNull().unique(),
    fullName: text().notNull().default(""),
    email: text().notNull().default(""),
    /** argon2id, in its own text form; null for somebody who cannot sign in by password. */
    passwordHash: text(),
    role: text().$type<Role>().notNull().default("user"),
    isActive: boolean().notNull().default(true),
    createdAt: timestampMs().notNull().defaultNow(),
    lastSeenAt: timestampMs(),
  },
  (table) => [
    check("users_role", sql`${table.role} in ('user', 'staff', 'administrator')`),
    check(
      "users_username",
      sql`${table.username} = lower(${table.username}) and length(${table.username}) between 1 and 150`,
    ),
  ],
);
export type User = typeof users.$inferSelect;

export const userGroups = pgTable("user_groups", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
});

export const userGroupMembers = pgTable(
  "user_group_members",
  {
    groupId: integer()
      .notNull()
      .references(() => userGroups.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.userId] }), index().on(table.userId)],
);

/** A sign-in. The cookie holds only its id, so that ending the row ends the session at once. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestampMs().notNull().defaultNow(),
    expiresAt: timestampMs().notNull(),
    endedAt: timestampMs(),
    userAgent: text().notNull().default(""),
    address: text().notNull().default(""),
  },
  (table) => [index().on(table.userId)],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** SHA-256 of the key, hex. The key itself is shown once and stored nowhere. */
    keyHash: text().notNull().unique(),
    /** The first characters of the key, to recognise it by in a list. */
    hint: text().notNull(),
    isActive: boolean().notNull().default(true),
    createdAt: timestampMs().notNull().defaultNow(),
    lastUsedAt: timestampMs(),
    expiresAt: timestampMs(),
  },
  (table) => [index().on(table.userId)],
);
export type ApiKey = typeof apiKeys.$inferSelect;

/** What a link that an administrator hands out lets somebody do, once: make an account, or choose a new password. */
export const accountLinkKinds = ["invitation", "password"] as const;

export const accountLinks = pgTable(
  "account_links",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<(typeof accountLinkKinds)[number]>().notNull(),
    /** SHA-256 of the secret in the link, hex. The link itself is shown once and stored nowhere. */
    secretHash: text().notNull().unique(),
    /** Whose password it sets; of an invitation, the account that came of it. */
    userId: integer().references(() => users.id, { onDelete: "cascade" }),
    /** What an invited person becomes. */
    role: text().$type<Role>().notNull().default("user"),
    groupIds: integer().array().notNull().default(sql`'{}'`),
    /** For whom it was made, in the words of its maker. */
    note: text().notNull().default(""),
    createdById: integer().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestampMs().notNull().defaultNow(),
    expiresAt: timestampMs().notNull(),
    usedAt: timestampMs(),
  },
  (table) => [
    index().on(table.userId),
    check("account_links_kind", sql`${table.kind} in ('invitation', 'password')`),
    check("account_links_role", sql`${table.role} in ('user', 'staff', 'administrator')`),
  ],
);
export type AccountLink = typeof accountLinks.$inferSelect;

/** Failed or attempted actions by key (a name, an address), for limits that several web processes share. */
export const attempts = pgTable("attempts", {
  key: text().primaryKey(),
  points: integer().notNull(),
  windowEndsAt: timestampMs().notNull(),
});
