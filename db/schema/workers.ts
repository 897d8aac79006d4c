import { bigint, boolean, integer, jsonb, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Realm } from "@/server/workers/realm";
import { timestampMs } from "./columns";

/** A worker process. It is online while its heartbeat is younger than a few seconds. */
export const workers = pgTable("workers", {
  id: uuid().primaryKey(),
  host: text().notNull(),
  bootId: text().notNull(),
  pid: integer().notNull(),
  /** Its start time in clock ticks since boot, because process ids are used again. Older versions did not store it. */
  pidStart: text(),
  /** Where its processes and run folders are; null for a worker of an older version. */
  realm: jsonb().$type<Realm>(),
  slots: integer().notNull(),
  /** Scripts may require tags; see WOOEY_WORKER_TAGS. */
  tags: jsonb().$type<string[]>().notNull().default([]),
  /** The numbers of the GPUs of its machine. */
  gpus: jsonb().$type<number[]>().notNull().default([]),
  /** What its machine has; null for a worker of an older version. */
  memoryBytes: bigint({ mode: "number" }),
  cpus: integer(),
  /** Whether it claims no more jobs. */
  isDraining: boolean().notNull().default(false),
  isolationLevel: smallint().$type<IsolationLevel>().notNull(),
  /** Why the level is not higher, for the administrator. */
  isolationReason: text().notNull().default(""),
  /** How to reach a higher level. */
  isolationFix: text().notNull().default(""),
  /** Whether control groups limit the runs. */
  cgroups: boolean().notNull().default(false),
  /** Why they do not, and what to do about it; "" if they do. */
  cgroupsReason: text().notNull().default(""),
  cgroupsFix: text().notNull().default(""),
  startedAt: timestampMs().notNull().defaultNow(),
  heartbeatAt: timestampMs().notNull().defaultNow(),
  /** Until then, no worker of another realm takes over its jobs; null for a worker of an older version. */
  leaseUntil: timestampMs(),
});
export type Worker = typeof workers.$inferSelect;
