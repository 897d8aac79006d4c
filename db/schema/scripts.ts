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
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Correction } from "@/command-line/corrections";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import type { IsolationLevel } from "@/server/sandbox/command";
import { timestampMs } from "./columns";
import { userGroups, users } from "./users";

export const scriptGroups = pgTable(
  "script_groups",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    slug: text().notNull().unique(),
    description: text().notNull().default(""),
    position: integer().notNull().default(1),
    isActive: boolean().notNull().default(true),
  },
  (table) => [uniqueIndex("script_groups_name").on(table.name)],
);
export type ScriptGroup = typeof scriptGroups.$inferSelect;

/** Who may use the scripts of a group. Without a row, everyone may. */
export const scriptGroupUserGroups = pgTable(
  "script_group_user_groups",
  {
    scriptGroupId: integer()
      .notNull()
      .references(() => scriptGroups.id, { onDelete: "cascade" }),
    userGroupId: integer()
      .notNull()
      .references(() => userGroups.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.scriptGroupId, table.userGroupId] })],
);

/** A virtual environment. */
export const environments = pgTable("environments", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  pythonBinary: text().notNull(),
  requirements: text().notNull().default(""),
  directory: text().notNull(),
  createdAt: timestampMs().notNull().defaultNow(),
});
export type Environment = typeof environments.$inferSelect;

/** The limits of one script. The limits of the instance replace missing ones. */
export interface ScriptLimits {
  runSeconds?: number;
  cpuSeconds?: number;
  memoryBytes?: number;
  processes?: number;
  openFiles?: number;
  jobFolderBytes?: number;
  /** How many of its jobs run at the same time. */
  concurrent?: number;
  /** The tags that a worker must have to run its jobs. */
  workerTags?: string[];
  /** How many GPUs each of its jobs gets for itself. */
  gpus?: number;
  /** How much of the machine's memory, and how many of its processors, must be free of other such requests. */
  requestedMemoryBytes?: number;
  requestedCpus?: number;
}

export const scripts = pgTable(
  "scripts",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    /** Derived from the name once and never changed, because links contain it. */
    slug: text().notNull().unique(),
    groupId: integer()
      .notNull()
      .references(() => scriptGroups.id, { onDelete: "restrict" }),
    description: text().notNull().default(""),
    documentation: text().notNull().default(""),
    position: integer().notNull().default(1),
    isActive: boolean().notNull().default(true),
    ignoreBadImports: boolean().notNull().default(false),
    executeFullPath: boolean().notNull().default(true),
    savePath: text(),
    environmentId: integer().references(() => environments.id, { onDelete: "set null" }),
    limits: jsonb().$type<ScriptLimits>().notNull().default({}),
    /** Whether its jobs may use the network (at isolation levels that can refuse it). */
    networkAllowed: boolean().notNull().default(false),
    /** Whether an interrupted run may be repeated automatically. */
    isRepeatable: boolean().notNull().default(false),
    /** Whether its jobs have a terminal. */
    hasTerminal: boolean().notNull().default(false),
    /** The only isolation level of its jobs; null for the highest level of the machine. */
    isolationLevel: smallint().$type<IsolationLevel>(),
    createdAt: timestampMs().notNull().defaultNow(),
    createdById: integer().references(() => users.id, { onDelete: "set null" }),
    modifiedAt: timestampMs().notNull().defaultNow(),
    modifiedById: integer().references(() => users.id, { onDelete: "set null" }),
    /** The tags, for `searchText` (server/scripts/tags.ts). */
    tagText: text().notNull().default(""),
    /** Description, tags and, at last, the name, as words are searched in them. Characters that nobody types separate them. */
    searchText: text().generatedAlwaysAs(sql`lower(description || chr(1) || tag_text || chr(2) || name)`),
  },
  (table) => [
    // The order in which programs list scripts.
    index("scripts_by_name").on(sql`lower(${table.name})`, table.id),
    // The order in which the home page shows a group.
    index("scripts_of_group").on(table.groupId, table.position, sql`lower(${table.name})`, table.id),
    index().on(table.name),
    // The scripts whose jobs may have to wait although a worker is free (server/runner/claim.ts).
    index("scripts_limited")
      .on(table.id)
      .where(sql`${table.limits} ->> 'concurrent' is not null or ${table.isolationLevel} is not null`),
    // Those whose jobs need more of a worker than a slot (server/workers/needs.ts).
    index("scripts_with_needs")
      .on(table.id)
      .where(sql`(${table.limits} ?| array['workerTags', 'gpus', 'requestedMemoryBytes', 'requestedCpus'])`),
    check("scripts_isolation_level", sql`${table.isolationLevel} between 0 and 3`),
  ],
);
export type Script = typeof scripts.$inferSelect;

export const scriptUserGroups = pgTable(
  "script_user_groups",
  {
    scriptId: integer()
      .notNull()
      .references(() => scripts.id, { onDelete: "cascade" }),
    userGroupId: integer()
      .notNull()
      .references(() => userGroups.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.scriptId, table.userGroupId] })],
);

/** The tags of a script, in the form of server/scripts/tag-names.ts. */
export const scriptTags = pgTable(
  "script_tags",
  {
    scriptId: integer()
      .notNull()
      .references(() => scripts.id, { onDelete: "cascade" }),
    tag: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scriptId, table.tag] }), index("script_tags_tag").on(table.tag)],
);

export const scriptVersions = pgTable(
  "script_versions",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    scriptId: integer()
      .notNull()
      .references(() => scripts.id, { onDelete: "cascade" }),
    version: text().notNull().default("1"),
    iteration: integer().notNull().default(1),
    filename: text().notNull(),
    /** Hashes of the file in hex. Wooey shows the SHA-1; storage uses the SHA-256. */
    sha1: text().notNull(),
    sha256: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    spec: jsonb().$type<ScriptSpec>().notNull(),
    report: jsonb().$type<DescribeReport>().notNull(),
    isActive: boolean().notNull().default(true),
    isDefault: boolean().notNull().default(false),
    createdAt: timestampMs().notNull().defaultNow(),
    createdById: integer().references(() => users.id, { onDelete: "set null" }),
    modifiedAt: timestampMs().notNull().defaultNow(),
    modifiedById: integer().references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [
    unique("script_versions_iteration").on(table.scriptId, table.version, table.iteration),
    uniqueIndex("script_versions_one_default").on(table.scriptId).where(sql`${table.isDefault}`),
    index("script_versions_sha1").on(table.sha1),
    check("script_versions_default_is_active", sql`not ${table.isDefault} or ${table.isActive}`),
  ],
);
export type ScriptVersion = typeof scriptVersions.$inferSelect;

/** Corrections by staff of a parameter in all versions of a script, separate from what was read from the script. */
export const corrections = pgTable(
  "corrections",
  {
    scriptId: integer()
      .notNull()
      .references(() => scripts.id, { onDelete: "cascade" }),
    /** The names of its sub-commands and the parameter's id, such as `add.name`. */
    path: text().notNull(),
    patch: jsonb().$type<Correction>().notNull(),
    modifiedAt: timestampMs().notNull().defaultNow(),
    modifiedById: integer().references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [primaryKey({ columns: [table.scriptId, table.path] })],
);

/** An uploaded script that a worker must read. The request that uploaded it waits for the report. */
export const descriptions = pgTable(
  "descriptions",
  {
    id: uuid().primaryKey().defaultRandom(),
    status: text().$type<"queued" | "running" | "done">().notNull().default("queued"),
    sha256: text().notNull(),
    filename: text().notNull(),
    ignoreBadImports: boolean().notNull().default(true),
    workerId: uuid(),
    report: jsonb().$type<DescribeReport>(),
    createdAt: timestampMs().notNull().defaultNow(),
    endedAt: timestampMs(),
  },
  (table) => [
    index("descriptions_queued").on(table.createdAt).where(sql`${table.status} = 'queued'`),
    check("descriptions_status", sql`${table.status} in ('queued', 'running', 'done')`),
  ],
);

/** The packages that the first build of an environment installed (`name==version`): those of other machines do the same. */
export const environmentLocks = pgTable("environment_locks", {
  /** The key of the recipe. */
  key: text().primaryKey(),
  packages: text().array().notNull(),
  createdAt: timestampMs().notNull().defaultNow(),
});

/** A build that staff have ordered, until a worker has completed it. It outlives workers that die during the build. */
export const environmentOrders = pgTable(
  "environment_orders",
  {
    id: uuid().primaryKey().defaultRandom(),
    environmentId: integer()
      .unique()
      .references(() => environments.id, { onDelete: "cascade" }),
    /** For the requirements in the PEP 723 block of a version. */
    versionId: integer()
      .unique()
      .references(() => scriptVersions.id, { onDelete: "cascade" }),
    /** The worker that has claimed it. The claim is valid while the worker is online. */
    workerId: uuid(),
    orderedAt: timestampMs().notNull().defaultNow(),
  },
  (table) => [check("environment_orders_target", sql`num_nonnulls(${table.environmentId}, ${table.versionId}) = 1`)],
);
