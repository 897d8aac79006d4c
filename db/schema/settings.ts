import { bigint, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns";
import { users } from "./users";

/** Settings that need no restart, and flags such as "the examples were added". */
export const settings = pgTable("settings", {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  modifiedAt: timestampMs().notNull().defaultNow(),
});

/** Who did what. It is append-only: a trigger refuses changes (db/append-only.ts). */
export const audit = pgTable(
  "audit",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestampMs().notNull().defaultNow(),
    userId: integer().references(() => users.id, { onDelete: "set null" }),
    /** The name of the actor, which outlives the account. */
    actor: text().notNull(),
    address: text().notNull().default(""),
    action: text().notNull(),
    target: text().notNull().default(""),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    index().on(table.userId, table.id),
    index().on(table.address, table.id),
    index().on(table.action, table.id),
    index().on(table.target, table.id),
  ],
);
export type AuditEntry = typeof audit.$inferSelect;

/** Entries of the audit that wait to be printed as lines of JSON (WOOEY_AUDIT_LOG). */
export const auditLogQueue = pgTable("audit_log_queue", { id: bigint({ mode: "number" }).primaryKey() });
