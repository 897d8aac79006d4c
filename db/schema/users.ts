import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns";

export const roles = ["user", "staff", "administrator"] as const;
export type Role = (typeof roles)[number];

export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** In lower case: names that differ only in case belong to the same user. */
    username: text().notNull().unique(),
    fullName: text().notNull().default(""),
    email: text().notNull().default(""),
    /** The argon2id hash in its text form; null for a user who cannot sign in with a password. */
    passwordHash: text(),
    /** Until when a temporary password can be replaced by signing in; null for one that the person chose. */
    temporaryUntil: timestampMs(),
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

/** A session. The cookie contains only its id, so that deleting the row ends the session at once. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestampMs().notNull().defaultNow(),
    /** When the person last gave their password in this session. */
    confirmedAt: timestampMs().notNull().defaultNow(),
    lastSeenAt: timestampMs().notNull().defaultNow(),
    expiresAt: timestampMs().notNull(),
    endedAt: timestampMs(),
    userAgent: text().notNull().default(""),
    /** Where its last request came from. */
    address: text().notNull().default(""),
  },
  (table) => [index().on(table.userId)],
);

/**
 * What an API key allows: `read` what its owner can see, `run` scripts and act on its owner's jobs, `manage` what staff
 * and administrators manage.
 */
export const keyScopes = ["read", "run", "manage"] as const;
export type KeyScope = (typeof keyScopes)[number];

export const apiKeys = pgTable(
  "api_keys",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The SHA-256 of the key in hex. The key itself is shown once and never stored. */
    keyHash: text().notNull().unique(),
    /** The first characters of the key, to recognize it in a list. */
    hint: text().notNull(),
    isActive: boolean().notNull().default(true),
    createdAt: timestampMs().notNull().defaultNow(),
    lastUsedAt: timestampMs(),
    lastUsedAddress: text().notNull().default(""),
    /** The last networks from which it was used; a use from another one is recorded in the audit. */
    knownNetworks: text().array().notNull().default(sql`'{}'`),
    /** Null for a key that never expires. */
    expiresAt: timestampMs(),
    scopes: text().array().$type<KeyScope[]>().notNull().default(sql`'{read,run,manage}'`),
    /** The ids of the only scripts that it is for; null for all. An id of a deleted script is never used again. */
    scriptIds: integer().array(),
  },
  (table) => [
    index().on(table.userId),
    check("api_keys_scopes", sql`${table.scopes} <@ '{read,run,manage}' and cardinality(${table.scopes}) > 0`),
  ],
);
export type ApiKey = typeof apiKeys.$inferSelect;

/** A one-time link from an administrator: to create an account, or to choose a new password. */
export const accountLinkKinds = ["invitation", "password"] as const;

export const accountLinks = pgTable(
  "account_links",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<(typeof accountLinkKinds)[number]>().notNull(),
    /** The SHA-256 of the secret in the link in hex. The link itself is shown once and never stored. */
    secretHash: text().notNull().unique(),
    /** The user whose password it sets; for an invitation, the account that was created with it. */
    userId: integer().references(() => users.id, { onDelete: "cascade" }),
    /** The role of the invited user. */
    role: text().$type<Role>().notNull().default("user"),
    groupIds: integer().array().notNull().default(sql`'{}'`),
    /** Who it is for, as its creator wrote. */
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

export const deviceDecisions = ["approved", "denied"] as const;

/**
 * The request of a program without a browser for an API key (RFC 8628). A person approves it on the page /device, and the
 * program exchanges its code for a key that is made only then.
 */
export const deviceCodes = pgTable(
  "device_codes",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** The SHA-256 of the program's secret in hex. The secret itself is never stored. */
    secretHash: text().notNull().unique(),
    /** What the person compares and types: eight letters. */
    userCode: text().notNull().unique(),
    /** What the program calls itself. */
    program: text().notNull(),
    /** Where the program asked from. */
    address: text().notNull().default(""),
    scopes: text().array().$type<KeyScope[]>().notNull(),
    createdAt: timestampMs().notNull().defaultNow(),
    expiresAt: timestampMs().notNull(),
    lastPolledAt: timestampMs(),
    decision: text().$type<(typeof deviceDecisions)[number]>(),
    /** The session in which it was decided. The key belongs to its user, if it is still open then. */
    sessionId: uuid().references(() => sessions.id, { onDelete: "cascade" }),
    usedAt: timestampMs(),
  },
  (table) => [
    index().on(table.expiresAt),
    index().on(table.sessionId),
    check("device_codes_decision", sql`${table.decision} in ('approved', 'denied')`),
    check("device_codes_scopes", sql`${table.scopes} <@ '{read,run,manage}' and cardinality(${table.scopes}) > 0`),
  ],
);
export type DeviceCode = typeof deviceCodes.$inferSelect;

/** Attempted actions by key (a name, an address), for rate limits that several web processes share. */
export const attempts = pgTable("attempts", {
  key: text().primaryKey(),
  points: integer().notNull(),
  windowEndsAt: timestampMs().notNull(),
});
