import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns";
import { users } from "./users";

/**
 * A file that somebody sends before the job that uses it, in as many requests as it takes. Until it is complete, its bytes
 * are in a partial file (server/storage/partial.ts); then they are stored content. Without activity it expires after a day.
 */
export const uploads = pgTable(
  "uploads",
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: integer().references(() => users.id, { onDelete: "cascade" }),
    /** The SHA-256, in hex, of the secret of the visitor's browser that owns it. */
    browserHash: text(),
    /** The visitor's network, as a keyed hash (server/auth/visitor-network.ts). */
    networkHash: text(),
    filename: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    /** How many bytes are safely on the disk. */
    receivedBytes: bigint({ mode: "number" }).notNull().default(0),
    /** The hashes of the content, in hex, once it is complete. */
    sha256: text(),
    sha1: text(),
    createdAt: timestampMs().notNull().defaultNow(),
    expiresAt: timestampMs().notNull(),
  },
  (table) => [
    check("uploads_owner", sql`num_nonnulls(${table.ownerId}, ${table.browserHash}) = 1`),
    check("uploads_received", sql`${table.receivedBytes} between 0 and ${table.sizeBytes}`),
    check("uploads_complete", sql`${table.sha256} is null or ${table.receivedBytes} = ${table.sizeBytes}`),
    index("uploads_of_owner").on(table.ownerId).where(sql`${table.ownerId} is not null`),
    index("uploads_of_browser").on(table.browserHash).where(sql`${table.browserHash} is not null`),
    index("uploads_of_network").on(table.networkHash).where(sql`${table.networkHash} is not null`),
    index("uploads_sha256").on(table.sha256).where(sql`${table.sha256} is not null`),
    index("uploads_expires_at").on(table.expiresAt),
  ],
);
export type Upload = typeof uploads.$inferSelect;
