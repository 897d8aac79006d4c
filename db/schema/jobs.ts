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
import type { Metric } from "@/server/jobs/metrics";
import type { Message } from "@/server/language/message";
import type { ScanState } from "@/server/storage/virus-scan";
import type { Reservation } from "@/server/workers/needs";
import type { JobStatus } from "../job-state";
import { bytes, timestampMs } from "./columns";
import { scriptVersions } from "./scripts";
import { users } from "./users";

/** Why a run ended. The first cause counts. */
export const endCauses = ["exit", "signal", "user", "timeout", "cpu", "memory", "disk", "lost", "start"] as const;
export type EndCause = (typeof endCauses)[number];

export const visibilities = ["private", "link", "public"] as const;
export type Visibility = (typeof visibilities)[number];

export const jobs = pgTable(
  "jobs",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** Only the secret of the permalink. Changing it revokes the link. */
    uuid: uuid().notNull().unique().defaultRandom(),
    ownerId: integer().references(() => users.id, { onDelete: "set null" }),
    /** The SHA-256, in hex, of the secret of the browser that owns an anonymous job. */
    browserHash: text(),
    /** The network from which a visitor submitted it, as a keyed hash (server/auth/visitor-network.ts). */
    networkHash: text(),
    versionId: integer()
      .notNull()
      .references(() => scriptVersions.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text().notNull().default(""),
    visibility: text().$type<Visibility>().notNull().default("link"),
    /** Whether visitors see the input files as well as the outputs. */
    inputsShared: boolean().notNull().default(false),
    /** Grows when the owner takes access back. Signed URLs of files contain it, and end with it. */
    linkGeneration: integer().notNull().default(0),
    values: jsonb().$type<CommandValues>().notNull(),
    /**
     * The arguments after the script's path, with input files as `{input:N}` (N is an id of job_files). Values and argv
     * contain secrets as `{secret:…}` (server/jobs/secrets.ts).
     */
    argv: jsonb().$type<string[]>().notNull(),
    status: text().$type<JobStatus>().notNull().default("submitted"),
    /** The number of the run: a re-run or a repetition is the next attempt. */
    attempt: integer().notNull().default(1),
    priority: integer().notNull().default(0),
    exitCode: integer(),
    /** The name of the signal that ended the script, such as SIGKILL. */
    signal: text(),
    endedBy: text().$type<EndCause>(),
    /** One sentence for people about how it ended, if the exit code alone does not explain it. */
    endMessages: jsonb().$type<Message[]>(),
    /** What the script has reported about its run, in its output or in a file. */
    metrics: jsonb().$type<Metric[]>(),
    isolationLevel: smallint(),
    /** What its last run got of the machine; null if its script needs only a slot. */
    reserved: jsonb().$type<Reservation>(),
    createdAt: timestampMs().notNull().defaultNow(),
    startedAt: timestampMs(),
    endedAt: timestampMs(),
    /** Set to stop the job; the worker that runs it reacts. With `kill` there is no grace period. */
    stopRequestedAt: timestampMs(),
    killRequested: boolean().notNull().default(false),
    deletedAt: timestampMs(),
    /** No longer used, as the next two: ends are events in the outbox. Programs of the version before still read them. */
    acknowledgedAt: timestampMs(),
    remindAt: timestampMs(),
    reminders: integer().notNull().default(0),
    workerId: uuid(),
    host: text(),
    /** The identity of the process on its host: process id, start time in clock ticks, boot id. */
    bootId: text(),
    pid: integer(),
    pidStart: text(),
    /** How many bytes of output are stored, and how many were dropped in the middle of a long output. */
    outputBytes: bigint({ mode: "number" }).notNull().default(0),
    outputDroppedBytes: bigint({ mode: "number" }).notNull().default(0),
    idempotencyKey: text(),
    /** The program through which the owner's API key submitted it, by its own account; null for a form. */
    client: text(),
    /** A keyed hash of the request of API v2 to which the idempotency key belongs (server/jobs/request-hash.ts). */
    requestHash: text(),
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
    // The expressions of server/jobs/waiting-line.ts.
    index("jobs_waiting_line")
      .on(
        sql`(coalesce('u' || owner_id::text, 'n' || network_hash, 'b' || browser_hash, '') collate "C")`,
        sql`(coalesce(browser_hash, '') collate "C")`,
        table.priority,
        table.id,
      )
      .where(sql`${table.endedAt} is null`),
    index("jobs_deleted_at").on(table.deletedAt).where(sql`${table.deletedAt} is not null`),
    index("jobs_ended_at").on(table.endedAt).where(sql`${table.endedAt} is not null`),
    uniqueIndex("jobs_idempotency")
      .on(table.ownerId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
  ],
);
export type Job = typeof jobs.$inferSelect;

/** The tags of a job, in the form of server/scripts/tag-names.ts. */
export const jobTags = pgTable(
  "job_tags",
  {
    jobId: integer()
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    tag: text().notNull(),
    /** The owner of the job, so that one index finds the newest jobs of a person with a tag. */
    ownerId: integer().references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.tag] }),
    index("job_tags_of_owner").on(table.ownerId, table.tag, table.jobId),
    index("job_tags_tag").on(table.tag, table.jobId),
  ],
);

/** What people write down about a job and its results, as Markdown. A job without notes has no row. */
export const jobNotes = pgTable("job_notes", {
  jobId: integer()
    .primaryKey()
    .references(() => jobs.id, { onDelete: "cascade" }),
  text: text().notNull(),
  modifiedAt: timestampMs().notNull().defaultNow(),
});

export const outputStreams = { stdout: 1, stderr: 2, note: 3 } as const;

/**
 * Output in the order of arrival. Rows are only added and never changed. `position` counts the bytes of both streams
 * from the start of the run. Long output is moved to storage after the end.
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

/** Content in storage, by its SHA-256 in hex. */
export const files = pgTable("files", {
  sha256: text().primaryKey(),
  sha1: text(),
  sizeBytes: bigint({ mode: "number" }).notNull(),
  createdAt: timestampMs().notNull().defaultNow(),
});

/** A block of stored output: the position of its first byte, and its offset in the file. */
export interface OutputBlock {
  position: number;
  offset: number;
  /** By stream, in hex: the bytes before the block that start a UTF-8 character which continues in it. */
  open?: Record<string, string>;
}

/** The output of an ended run in storage (server/output/store.ts). The run then has no rows in job_output. */
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

/** A file of a job: an `input` of the script or an `output` that it has written. `path` is relative, with `/`. */
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
    /** The parameter (its id in the spec) that it is the value of, or that determined its name. */
    parameter: text(),
    /** Only a file that has passed may be opened. An infected one has no content (server/storage/virus-scan.ts). */
    scanState: text().$type<ScanState>().notNull().default("passed"),
    virus: text(),
    createdAt: timestampMs().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("job_files_output_path").on(table.jobId, table.path).where(sql`${table.direction} = 'output'`),
    index("job_files_job").on(table.jobId, table.id),
    index("job_files_sha256").on(table.sha256),
    index("job_files_withheld").on(table.id).where(sql`${table.scanState} <> 'passed'`),
    check("job_files_direction", sql`${table.direction} in ('input', 'output')`),
  ],
);
export type JobFile = typeof jobFiles.$inferSelect;
