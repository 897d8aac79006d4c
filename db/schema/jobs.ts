import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { CommandValues } from "@/command-line/values";
import type { Message } from "@/server/language/message";
import type { JobStatus } from "../job-state";
import { bytes, timestampMs } from "./columns";
import { scriptVersions } from "./scripts";
import { users } from "./users";

/** Why a run ended: the first cause wins. */
export const endCauses = ["exit", "signal", "user", "timeout", "cpu", "memory", "disk", "lost", "start"] as const;
export type EndCause = (typeof endCauses)[number];

export const visibilities = ["private", "link", "public"] as const;
export type Visibility = (typeof visibilities)[number];

export const jobs = pgTable(
  "jobs",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** The permalink's secret, and nothing else: it can be changed to withdraw a link. */
    uuid: uuid().notNull().unique().defaultRandom(),
    ownerId: integer().references(() => users.id, { onDelete: "set null" }),
    /** SHA-256 of the browser secret that owns an anonymous job, hex. */
    browserHash: text(),
    versionId: integer()
      .notNull()
      .references(() => scriptVersions.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text().notNull().default(""),
    visibility: text().$type<Visibility>().notNull().default("link"),
    /** Whether visitors see the input files as well as the outputs. */
    inputsShared: boolean().notNull().default(false),
    values: jsonb().$type<CommandValues>().notNull(),
    /** Arguments after the script's path. Input files stand in it as `{input:N}`, N an id of job_files. Secrets stand in
     * both as `{secret:…}` (server/jobs/secrets.ts). */
    argv: jsonb().$type<string[]>().notNull(),
    status: text().$type<JobStatus>().notNull().default("submitted"),
    /** Counts the runs of this job: a rerun or a repeat is the next attempt. */
    attempt: integer().notNull().default(1),
    priority: integer().notNull().default(0),
    exitCode: integer(),
    /** The signal's name, such as SIGKILL, when one ended the script. */
    signal: text(),
    endedBy: text().$type<EndCause>(),
    /** One sentence for people about how it ended, where the exit code alone does not say it. */
    endMessages: jsonb().$type<Message[]>(),
    isolationLevel: smallint(),
    createdAt: timestampMs().notNull().defaultNow(),
    startedAt: timestampMs(),
    endedAt: timestampMs(),
    /** Set by Stop; the worker that runs the job answers it. `kill` skips the grace. */
    stopRequestedAt: timestampMs(),
    killRequested: boolean().notNull().default(false),
    deletedAt: timestampMs(),
    /** The durable flow has seen the end; until then the end is reported again and again. */
    acknowledgedAt: timestampMs(),
    remindAt: timestampMs(),
    reminders: integer().notNull().default(0),
    workerId: uuid(),
    host: text(),
    /** Process identity on its host: pid, start time in clock ticks, boot id. */
    bootId: text(),
    pid: integer(),
    pidStart: text(),
    /** Bytes of output stored, and bytes dropped in the middle of a flood. */
    outputBytes: bigint({ mode: "number" }).notNull().default(0),
    outputDroppedBytes: bigint({ mode: "number" }).notNull().default(0),
    idempotencyKey: text(),
  },
  (table) => [
    check(
      "jobs_status",
      sql`${table.status} in ('submitted', 'queued', 'running', 'completed', 'failed', 'error', 'stopped', 'interrupted')`,
    ),
    check("jobs_visibility", sql`${table.visibility} in ('private', 'link', 'public')`),
    check(
      "jobs_ended",
      sql`(${table.endedAt} is not null) = (${table.status} not in ('submitted', 'queued', 'running'))`,
    ),
    index("jobs_owner").on(table.ownerId, table.id),
    index("jobs_owner_version").on(table.ownerId, table.versionId, table.id),
    index("jobs_owner_status").on(table.ownerId, table.status, table.id),
    index("jobs_by_status").on(table.status, table.id),
    index("jobs_open_of_owner").on(table.ownerId, table.id).where(sql`${table.endedAt} is null`),
    index("jobs_browser").on(table.browserHash, table.id).where(sql`${table.browserHash} is not null`),
    index("jobs_version").on(table.versionId, table.id),
    index("jobs_public").on(table.id).where(sql`${table.visibility} = 'public' and ${table.deletedAt} is null`),
    index("jobs_open").on(table.priority, table.id).where(sql`${table.endedAt} is null`),
    index("jobs_deleted_at").on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
    index("jobs_ended_at").on(table.endedAt).where(sql`${table.endedAt} is not null`),
    index("jobs_unacknowledged")
      .on(table.remindAt)
      .where(sql`${table.endedAt} is not null and ${table.acknowledgedAt} is null`),
    uniqueIndex("jobs_idempotency")
      .on(table.ownerId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
  ],
);
export type Job = typeof jobs.$inferSelect;

export const outputStreams = { stdout: 1, stderr: 2, note: 3 } as const;

/**
 * Output as it came: append-only, never rewritten. `position` counts bytes over both streams from the run's start. Long
 * output goes into storage after the end.
 */
export const jobOutput = pgTable(
  "job_output",
  {
    jobId: integer()
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    position: bigint({ mode: "number" }).notNull(),
    stream: smallint().notNull(),
    at: timestampMs().notNull(),
    content: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.attempt, table.position] })],
);

/** Content kept in storage under its SHA-256 (hex). */
export const files = pgTable("files", {
  sha256: text().primaryKey(),
  sha1: text(),
  sizeBytes: bigint({ mode: "number" }).notNull(),
  createdAt: timestampMs().notNull().defaultNow(),
});

/** A block of stored output: the position of its first byte, and where it lies in the file. */
export interface OutputBlock {
  position: number;
  offset: number;
  /** By stream, in hex: bytes before it that begin a character of UTF-8 which it goes on with. */
  open?: Record<string, string>;
}

/** The output of a run that has ended, in storage (server/jobs/store-output.ts): the run then has no rows in job_output. */
export const storedOutputs = pgTable(
  "stored_outputs",
  {
    jobId: integer()
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    sha256: text()
      .notNull()
      .references(() => files.sha256),
    blocks: jsonb().$type<OutputBlock[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.attempt] }), index("stored_outputs_sha256").on(table.sha256)],
);

export const fileKinds = [
  "image",
  "table",
  "fasta",
  "text",
  "markdown",
  "json",
  "html",
  "svg",
  "pdf",
  "audio",
  "video",
  "archive",
  "other",
] as const;
export type FileKind = (typeof fileKinds)[number];

/** A file of a job: `input` was given to it, `output` was written by it. `path` is relative, with `/`. */
export const jobFiles = pgTable(
  "job_files",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    jobId: integer()
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    direction: text().$type<"input" | "output">().notNull(),
    path: text().notNull(),
    sha256: text()
      .notNull()
      .references(() => files.sha256),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    kind: text().$type<FileKind>().notNull().default("other"),
    mediaType: text().notNull().default("application/octet-stream"),
    /** The parameter (its id in the spec) it was given for or named by. */
    parameter: text(),
    createdAt: timestampMs().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("job_files_output_path").on(table.jobId, table.path).where(sql`${table.direction} = 'output'`),
    index("job_files_job").on(table.jobId, table.id),
    index("job_files_sha256").on(table.sha256),
    check("job_files_direction", sql`${table.direction} in ('input', 'output')`),
  ],
);
export type JobFile = typeof jobFiles.$inferSelect;
