import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns";
import { jobFiles } from "./jobs";
import { scripts } from "./scripts";
import { users } from "./users";

/** A starred script, or a job's file that is pinned to the scrapbook: exactly one of the two. */
export const favorites = pgTable(
  "favorites",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    scriptId: integer().references(() => scripts.id, { onDelete: "cascade" }),
    jobFileId: integer().references(() => jobFiles.id, { onDelete: "cascade" }),
    createdAt: timestampMs().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("favorites_script").on(table.userId, table.scriptId),
    uniqueIndex("favorites_job_file").on(table.userId, table.jobFileId),
    index("favorites_of_file").on(table.jobFileId),
    check("favorites_one_target", sql`num_nonnulls(${table.scriptId}, ${table.jobFileId}) = 1`),
  ],
);
