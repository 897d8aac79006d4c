import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import type { Command, DescribeReport, Parameter, ScriptSpec } from "@/command-line/spec";
import * as specs from "@/command-line/testing/specs";
import type { ActingUser, Actor } from "@/server/auth/actor";
import { authSecret } from "@/server/auth/secret";
import { SESSION_COOKIE } from "@/server/auth/session-cookie";
import { env } from "@/server/env";
import { db } from "../client";
import {
  type ApiKey,
  apiKeys,
  type Environment,
  environments,
  files,
  type Job,
  type JobFile,
  jobFiles,
  jobs,
  type Script,
  type ScriptGroup,
  type ScriptVersion,
  scriptGroups,
  scriptGroupUserGroups,
  scripts,
  scriptUserGroups,
  scriptVersions,
  sessions,
  type Upload,
  type User,
  uploads,
  userGroupMembers,
  userGroups,
  users,
  type Worker,
  workers,
} from "../schema";

// Rows for tests: each function inserts what its name says with sensible values, and accepts the columns that matter.

let count = 0;
const next = () => ++count;

async function one<Row>(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (!row) throw new Error("The factory inserted no row.");
  return row;
}

type Overrides<Table extends { $inferInsert: object }> = Partial<Table["$inferInsert"]>;

/** A user. With a plain `password` they can sign in; `groupIds` are their user groups. */
export async function aUser(
  overrides: Overrides<typeof users> & { password?: string; groupIds?: number[] } = {},
): Promise<User> {
  const { password, groupIds = [], ...columns } = overrides;
  const passwordHash = password ? await hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 }) : null;
  const user = await one(
    db
      .insert(users)
      .values({ username: `user-${next()}`, passwordHash, ...columns })
      .returning(),
  );
  if (groupIds.length)
    await db.insert(userGroupMembers).values(groupIds.map((groupId) => ({ groupId, userId: user.id })));
  return user;
}

/** A member of staff. */
export function aStaffUser(overrides: Parameters<typeof aUser>[0] = {}): Promise<User> {
  return aUser({ role: "staff", ...overrides });
}

/** A user group (Django's auth group). */
export async function aUserGroup(overrides: Overrides<typeof userGroups> = {}): Promise<{ id: number; name: string }> {
  return one(
    db
      .insert(userGroups)
      .values({ name: `Users ${next()}`, ...overrides })
      .returning(),
  );
}

/** A script group. Only members of `userGroupIds` may use it, or everyone if there are none. */
export async function aGroup(
  overrides: Overrides<typeof scriptGroups> & { userGroupIds?: number[] } = {},
): Promise<ScriptGroup> {
  const { userGroupIds = [], ...columns } = overrides;
  const n = next();
  const group = await one(
    db
      .insert(scriptGroups)
      .values({ name: `Group ${n}`, slug: `group-${n}`, ...columns })
      .returning(),
  );
  for (const userGroupId of userGroupIds)
    await db.insert(scriptGroupUserGroups).values({ scriptGroupId: group.id, userGroupId });
  return group;
}

/** A parameter of a spec: by default an optional text option `--<id>` in the group of options. */
export function aParameter(id: string, overrides: Partial<Parameter> = {}): Parameter {
  return specs.aParameter(id, { group: "options", ...overrides });
}

/** The spec of an argparse script with these parameters, in the groups that argparse always has. */
export function aSpec(
  params: Parameter[] = [],
  { command, ...overrides }: Partial<Omit<ScriptSpec, "command">> & { command?: Partial<Command> } = {},
): ScriptSpec {
  const groups = [
    { id: "positionals", title: "positional arguments", standard: true },
    { id: "options", title: "options", standard: true },
  ];
  const engine = params.length ? "argparse" : "none";
  return specs.aSpec(params, { groups, ...command }, { engine, ...overrides });
}

/** Stores content in storage and in the `files` table. */
export async function aStoredFile(text: string | Buffer = `content ${next()}\n`) {
  const content = Buffer.from(text);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const sha1 = createHash("sha1").update(content).digest("hex");
  const target = path.join(env().WOOEY_DATA_DIR, "files", sha256.slice(0, 2), sha256);
  await fs.promises.mkdir(path.dirname(target), { recursive: true });
  // As the product does it, because the same content may be read at the same time.
  const fresh = `${target}.${crypto.randomUUID()}`;
  await fs.promises.writeFile(fresh, content, { mode: 0o644 });
  await fs.promises.rename(fresh, target);
  await db.insert(files).values({ sha256, sha1, sizeBytes: content.length }).onConflictDoNothing();
  return { sha256, sha1, sizeBytes: content.length };
}

export type ScriptWithVersion = Script & { version: ScriptVersion; group: ScriptGroup };

/**
 * A script with one active default version, in a new group unless `groupId` is given. `source` is the text of the file
 * and `spec` its command line. Only members of `userGroupIds` may use it.
 */
export async function aScript(
  overrides: Overrides<typeof scripts> & {
    spec?: ScriptSpec;
    source?: string | Buffer;
    filename?: string;
    version?: Overrides<typeof scriptVersions>;
    userGroupIds?: number[];
  } = {},
): Promise<ScriptWithVersion> {
  const { spec, source, filename, version, userGroupIds = [], ...columns } = overrides;
  const n = next();
  const group = columns.groupId
    ? await one(db.query.scriptGroups.findMany({ where: eq(scriptGroups.id, columns.groupId) }))
    : await aGroup();
  const script = await one(
    db
      .insert(scripts)
      .values({ name: `Script ${n}`, slug: `script-${n}`, groupId: group.id, ...columns })
      .returning(),
  );
  for (const userGroupId of userGroupIds)
    await db.insert(scriptUserGroups).values({ scriptId: script.id, userGroupId });
  const made = await aVersion(script, { isDefault: true, ...version, source, spec, filename });
  return { ...script, version: made, group };
}

/** Another version of a script: the next iteration of version "1", active and not the default. */
export async function aVersion(
  script: { id: number },
  overrides: Overrides<typeof scriptVersions> & { source?: string | Buffer } = {},
): Promise<ScriptVersion> {
  const { source, spec = aSpec(), ...given } = overrides;
  const stored = await aStoredFile(source ?? `print("script ${script.id} ${next()}")\n`);
  const report: DescribeReport = { spec, durationMs: 1, isolationLevel: 0 };
  const iteration = 1 + (await db.$count(scriptVersions, eq(scriptVersions.scriptId, script.id)));
  const columns = { filename: "script.py", iteration, report, spec, ...stored };
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return one(
    db
      .insert(scriptVersions)
      .values({ scriptId: script.id, ...columns, ...defined })
      .returning(),
  );
}

/** A job of a script (a new one unless `versionId` is given), by default `submitted`. */
export async function aJob(overrides: Overrides<typeof jobs> = {}): Promise<Job> {
  const versionId = overrides.versionId ?? (await aScript()).version.id;
  const open = ["submitted", "queued", "running"].includes(overrides.status ?? "submitted");
  const times = open ? {} : { startedAt: new Date(Date.now() - 1000), endedAt: new Date() };
  return one(
    db
      .insert(jobs)
      .values({ name: `Job ${next()}`, values: {}, argv: [], ...times, ...overrides, versionId })
      .returning(),
  );
}

/** A file of a job, by default an output. `content` is stored in storage. */
export async function aJobFile(
  job: { id: number },
  overrides: Overrides<typeof jobFiles> & { content?: string | Buffer } = {},
): Promise<JobFile> {
  const { content, ...columns } = overrides;
  const { sha256, sizeBytes } = await aStoredFile(content);
  return one(
    db
      .insert(jobFiles)
      .values({
        jobId: job.id,
        direction: "output",
        path: `file-${next()}.txt`,
        kind: "text",
        sha256,
        sizeBytes,
        ...columns,
      })
      .returning(),
  );
}

/** An open upload of three bytes, none of which has arrived. */
export async function anUpload(overrides: Overrides<typeof uploads> = {}): Promise<Upload> {
  const expiresAt = new Date(Date.now() + 24 * 3_600_000);
  return one(
    db
      .insert(uploads)
      .values({ filename: `file-${next()}.txt`, sizeBytes: 3, expiresAt, ...overrides })
      .returning(),
  );
}

/** An API key of a user (a new one unless `userId` is given), with the key itself in `key`. */
export async function anApiKey(overrides: Overrides<typeof apiKeys> = {}): Promise<ApiKey & { key: string }> {
  const key = `wooey_${randomBytes(32).toString("base64url")}`;
  const keyHash = createHash("sha256").update(key).digest("hex");
  const userId = overrides.userId ?? (await aUser()).id;
  const row = await one(
    db
      .insert(apiKeys)
      .values({ name: `key ${next()}`, keyHash, hint: key.slice(0, 10), ...overrides, userId })
      .returning(),
  );
  return { ...row, key };
}

/** Request headers that carry an API key of this user. */
export async function bearer(user: { id: number }): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${(await anApiKey({ userId: user.id })).key}` };
}

/** The cookie of a session. */
export async function sessionCookie({ sessionId }: { sessionId: string }): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: authSecret(), salt: SESSION_COOKIE });
  return `${SESSION_COOKIE}=${token}`;
}

/** A virtual environment. */
export async function anEnvironment(overrides: Overrides<typeof environments> = {}): Promise<Environment> {
  return one(
    db
      .insert(environments)
      .values({ name: `env-${next()}`, pythonBinary: "python3", directory: "/srv/venvs", ...overrides })
      .returning(),
  );
}

/** A worker that is online. */
export async function aWorker(overrides: Overrides<typeof workers> = {}): Promise<Worker> {
  const machine = { host: "test", bootId: "test", pid: 1, slots: 4, isolationLevel: 0 } as const;
  return one(
    db
      .insert(workers)
      .values({ id: crypto.randomUUID(), ...machine, ...overrides })
      .returning(),
  );
}

/** A signed-in user as an actor, with a new session. */
export async function actorOf(user: User): Promise<Actor & { kind: "user" }> {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const session = await one(db.insert(sessions).values({ userId: user.id, expiresAt }).returning());
  const memberships = await db.query.userGroupMembers.findMany({ where: eq(userGroupMembers.userId, user.id) });
  const acting: ActingUser = {
    id: user.id,
    username: user.username,
    fullName: user.fullName,
    role: user.role,
    groupIds: memberships.map((membership) => membership.groupId),
  };
  return { kind: "user", user: acting, sessionId: session.id };
}

/** An anonymous visitor with a new browser. `browserHash` identifies the owner of its jobs. */
export function anAnonymous(): { kind: "anonymous"; browserHash: string } {
  return { kind: "anonymous", browserHash: createHash("sha256").update(randomBytes(32)).digest("hex") };
}
