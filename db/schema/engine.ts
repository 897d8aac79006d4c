import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";

/**
 * The state of the embedded Inngest engine. Payloads are `json`: unlike `jsonb`, it stores every JSON text (\u0000).
 */
export const engine = pgSchema("engine");

// Full precision, unlike the timestamps of other tables: a due time rounded up to a millisecond would not be due at
// once.
const instant = () => timestamp({ withTimezone: true });

/** The functions of the engine that started last, with the configuration that the SDK registered. */
export const engineFunctions = engine.table("functions", {
  id: text().primaryKey(),
  config: jsonb().notNull(),
  syncedAt: instant().notNull().defaultNow(),
});

/**
 * The outbox: events in the order in which they came, written in the transaction of what they tell of. Name and id are
 * unique. The embedded engine turns each into runs exactly once; otherwise a sender passes it to the Inngest server.
 */
export const engineEvents = engine.table(
  "events",
  {
    position: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    id: text().notNull(),
    payload: json().notNull(),
    receivedAt: instant().notNull().defaultNow(),
    /** When an engine scheduled its runs and resumed the runs that waited for it, or the server has it; null before. */
    scheduledAt: instant(),
    /** From when a sender may take it: one that sends it moves this, so that no other sends it meanwhile. */
    dueAt: instant().notNull().defaultNow(),
  },
  (table) => [
    unique("events_name_id").on(table.name, table.id),
    index("events_unscheduled").on(table.position).where(sql`${table.scheduledAt} is null`),
    index("events_received").on(table.receivedAt),
  ],
);

export const engineRuns = engine.table(
  "runs",
  {
    id: text().primaryKey(),
    functionId: text().notNull(),
    status: text().$type<"queued" | "running" | "completed" | "failed" | "cancelled">().notNull().default("queued"),
    /** The complete event that triggered it. */
    event: json().notNull(),
    idempotencyKey: text(),
    /** The ids of finished steps in the order in which they finished: the SDK replays them in this order. */
    stack: text().array().notNull().default(sql`'{}'`),
    /** True while parallel steps are pending: the SDK must then report steps instead of running them. */
    forcePlan: boolean().notNull().default(false),
    output: json(),
    error: json(),
    /** No longer used: the run and the step that invoked it. */
    parentRunId: text(),
    parentStepId: text(),
    createdAt: instant().notNull().defaultNow(),
    startedAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    check("runs_status", sql`${table.status} in ('queued', 'running', 'completed', 'failed', 'cancelled')`),
    check("runs_ended", sql`(${table.endedAt} is not null) = (${table.status} not in ('queued', 'running'))`),
    index("runs_idempotency")
      .on(table.functionId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
    index("runs_function").on(table.functionId, table.createdAt),
    index("runs_ended_at").on(table.endedAt).where(sql`${table.endedAt} is not null`),
  ],
);

const runId = () =>
  text()
    .notNull()
    .references(() => engineRuns.id, { onDelete: "cascade" });

/** Steps and their results. `planned`: to be called by itself; `waiting`: for a time or an event. */
export const engineSteps = engine.table(
  "steps",
  {
    runId: runId(),
    /** The SHA-1 of the step's id in hex, as the SDK computes it. */
    id: text().notNull(),
    name: text(),
    op: text().notNull(),
    status: text().$type<"planned" | "waiting" | "done" | "failed">().notNull(),
    data: json(),
    error: json(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.id] }),
    check("steps_status", sql`${table.status} in ('planned', 'waiting', 'done', 'failed')`),
  ],
);

/** What resumes or cancels a run: an event by name. The kinds `signal` and `invoke` are no longer used. */
export const engineWaits = engine.table(
  "waits",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: runId(),
    /** Null for `cancel`, which ends the run. */
    stepId: text(),
    kind: text().$type<"event" | "signal" | "invoke" | "cancel">().notNull(),
    topic: text().notNull(),
    expression: text(),
    expiresAt: instant(),
  },
  (table) => [
    check("waits_kind", sql`${table.kind} in ('event', 'signal', 'invoke', 'cancel')`),
    index("waits_topic").on(table.topic, table.kind),
    index("waits_run").on(table.runId, table.stepId),
  ],
);

/**
 * The queue. An item belongs to `owner` until `lease_until`. `generation` counts claims, to drop results of lost
 * leases.
 */
export const engineItems = engine.table(
  "items",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: runId(),
    functionId: text().notNull(),
    kind: text().$type<"call" | "sleep" | "timeout" | "start_timeout" | "finish_timeout">().notNull(),
    /**
     * "step" to call the function and discover its next steps; else the id of the step to run, to resume or to time
     * out.
     */
    stepId: text().notNull().default("step"),
    attempt: integer().notNull().default(0),
    attemptsMax: integer().notNull(),
    priority: integer().notNull().default(0),
    dueAt: instant().notNull().defaultNow(),
    /** At most `limit` items with the same key are claimed at the same time. There are two keys, as in Inngest. */
    key1: text(),
    limit1: integer(),
    key2: text(),
    limit2: integer(),
    owner: text(),
    leaseUntil: instant(),
    generation: integer().notNull().default(0),
    /** The number of claims since the last result, because a step that kills its process would be claimed forever. */
    claims: integer().notNull().default(0),
  },
  (table) => [
    check("items_owned", sql`(${table.owner} is null) = (${table.leaseUntil} is null)`),
    index("items_ready")
      .on(table.priority.desc().nullsFirst(), table.dueAt, table.id)
      .where(sql`${table.owner} is null`),
    index("items_due").on(table.dueAt).where(sql`${table.owner} is null`),
    index("items_owner").on(table.owner).where(sql`${table.owner} is not null`),
    index("items_run").on(table.runId),
    uniqueIndex("items_one_discovery")
      .on(table.runId)
      .where(sql`${table.kind} = 'call' and ${table.stepId} = 'step' and ${table.owner} is null`),
  ],
);

/** When each cron trigger fires next. */
export const engineCrons = engine.table(
  "crons",
  {
    functionId: text().notNull(),
    expression: text().notNull(),
    nextAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.expression] })],
);

/** The connection to the Inngest server of INNGEST_BASE_URL; the only row has the id 1. */
export const engineServer = engine.table(
  "server",
  {
    id: integer().primaryKey(),
    /** The address to which the state below belongs. */
    baseUrl: text().notNull(),
    /** When the server last took the functions, under which address it calls them, and why it did not take them since. */
    registeredAt: instant(),
    servedAt: text(),
    registrationError: text(),
    /** When the server last took events, and why it did not since. */
    sentAt: instant(),
    sendError: text(),
  },
  (table) => [check("server_one", sql`${table.id} = 1`)],
);
