import { randomBytes } from "node:crypto";
import path from "node:path";
import { eq } from "drizzle-orm";
import { closeDatabase, db } from "@/db/client";
import { urlOfRunningPostgres } from "@/db/embedded";
import { sessions } from "@/db/schema";
import type { Visibility } from "@/db/schema/jobs";
import type { KeyScope } from "@/db/schema/users";
import * as make from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { systemActor } from "@/server/auth/actor";
import { browserHashOf, newBrowserSecret } from "@/server/auth/browser";
import { env, setDatabaseUrl } from "@/server/env";
import { environmentFolder, makeEnvironmentFolder } from "@/server/environments/folder";
import { assetPath } from "@/server/files/assets";
import { createReportToken } from "@/server/files/report-token";
import { makePasswordLink } from "@/server/users/reset-password";
import { type JobObject, type KeyChange, keyChanges, type Objects, type ScriptObject } from "./objects";
import { type Key, type Person, type Role, roles } from "./roles";

// Makes everything that the table of permissions asks for, in the instance that runs on WOOEY_DATA_DIR, and prints it as
// JSON: tsx --conditions=react-server e2e/permissions/make-objects.ts

const url = urlOfRunningPostgres(path.join(env().WOOEY_DATA_DIR, "postgres"), "wooey");
if (url) setDatabaseUrl(url);

const unique = randomBytes(6).toString("hex");
let count = 0;
const name = (noun: string) => `${noun}-${unique}-${++count}`;
/** The secret of the browser that submitted the browser's jobs. */
const browserSecret = newBrowserSecret();
const all: KeyScope[] = ["read", "run", "manage"];

type Users = Record<"user" | "owner" | "staff" | "administrator", Awaited<ReturnType<typeof make.aUser>>>;

/** The same for each role. */
async function forEach<Value>(of: (role: Role) => Promise<Value>): Promise<Record<Role, Value>> {
  const entries = await Promise.all(roles.map(async (role) => [role, await of(role)] as const));
  return Object.fromEntries(entries) as Record<Role, Value>; // made from `roles`, one for each
}

async function aScript(columns: Parameters<typeof make.aScript>[0]): Promise<ScriptObject> {
  const spec = make.aSpec([make.aParameter("who", { required: true })]);
  const group = await make.aGroup({ name: name("group"), slug: name("group") });
  const script = await make.aScript({
    name: name("script"),
    slug: name("script"),
    groupId: group.id,
    spec,
    ...columns,
  });
  return { id: script.id, slug: script.slug, versionId: script.version.id };
}

type JobColumns = Parameters<typeof make.aJob>[0] & { disabledVersionId: number };

/** An ended job without the value that its script requires, so that it is not submitted again. */
async function aJob({ disabledVersionId, ...given }: JobColumns): Promise<JobObject> {
  const columns = { ...given, status: "completed", name: name("job") } as const;
  const job = await make.aJob(columns);
  await someOutput(job, [["stdout", "a secret line\n"]]);
  const table = { kind: "table", content: "a,b\n1,2\n" } as const;
  const output = await make.aJobFile(job, { ...table, direction: "output", path: "table.csv" });
  const input = await make.aJobFile(job, { ...table, direction: "input", path: "given.csv" });
  const html = { kind: "html", content: "<h1>Report</h1>", mediaType: "text/html" } as const;
  const report = await make.aJobFile(job, { ...html, direction: "output", path: "report.html" });
  const disabled = await make.aJob({ ...columns, versionId: disabledVersionId });
  const ofRoles = () => forEach(async () => (await make.aJob(columns)).id);
  const deletable = { deleteAction: await ofRoles(), deleteJob: await ofRoles(), removeJob: await ofRoles() };
  return {
    id: job.id,
    uuid: job.uuid,
    output: output.id,
    input: input.id,
    report: report.id,
    disabled: disabled.id,
    deletable,
  };
}

async function jobsOf(columns: JobColumns): Promise<Record<Visibility, JobObject>> {
  return {
    private: await aJob({ ...columns, visibility: "private" }),
    link: await aJob({ ...columns, visibility: "link" }),
    public: await aJob({ ...columns, visibility: "public" }),
  };
}

async function cookieOf(user: Users["user"], confirmedAt = new Date()): Promise<Record<string, string>> {
  const actor = await make.actorOf(user);
  await db.update(sessions).set({ confirmedAt }).where(eq(sessions.id, actor.sessionId));
  return { cookie: await make.sessionCookie(actor) };
}

async function headersOfPeople(users: Users, confirmedAt?: Date): Promise<Record<Person, Record<string, string>>> {
  return {
    visitor: {},
    "other browser": { cookie: `wooey_browser=${newBrowserSecret()}` },
    "own browser": { cookie: `wooey_browser=${browserSecret}` },
    user: await cookieOf(users.user, confirmedAt),
    owner: await cookieOf(users.owner, confirmedAt),
    staff: await cookieOf(users.staff, confirmedAt),
    administrator: await cookieOf(users.administrator, confirmedAt),
  };
}

async function headersOfKeys({ owner, staff }: Users, scriptIds: { its: number; other: number }) {
  const key = async (columns: Parameters<typeof make.anApiKey>[0]) => ({
    authorization: `Bearer ${(await make.anApiKey(columns)).key}`,
  });
  const headers: Record<Key, Record<string, string>> = {
    "read key": await key({ userId: owner.id, scopes: ["read"] }),
    "run key": await key({ userId: owner.id, scopes: ["run"] }),
    "manage key": await key({ userId: owner.id, scopes: ["manage"] }),
    "script key": await key({ userId: owner.id, scopes: all, scriptIds: [scriptIds.its] }),
    "other script key": await key({ userId: owner.id, scopes: all, scriptIds: [scriptIds.other] }),
    "expired key": await key({ userId: owner.id, scopes: all, expiresAt: new Date(Date.now() - 1000) }),
    "staff read key": await key({ userId: staff.id, scopes: ["read"] }),
    "staff run key": await key({ userId: staff.id, scopes: ["run"] }),
    "staff manage key": await key({ userId: staff.id, scopes: ["manage"] }),
  };
  return headers;
}

async function aBuiltEnvironment(): Promise<string> {
  const key = randomBytes(32).toString("hex");
  const python = { path: "python3", version: "3.11.7", readable: [] };
  const recipe = { python, asked: null, requirements: ["x"], systemPackages: false };
  await makeEnvironmentFolder(environmentFolder(key), recipe);
  return key;
}

async function apiKeysOf(userId: number): Promise<Objects["apiKeys"]> {
  const ofRoles = () => forEach(async () => (await make.anApiKey({ userId })).id);
  const entries: [KeyChange, Record<Role, number>][] = [];
  for (const change of keyChanges) entries.push([change, await ofRoles()]);
  return Object.fromEntries(entries) as Objects["apiKeys"]; // made from `keyChanges`, one for each
}

async function makeObjects(): Promise<Objects> {
  const userGroup = await make.aUserGroup({ name: name("members") });
  const users: Users = {
    user: await make.aUser({ username: name("user") }),
    owner: await make.aUser({ username: name("owner"), groupIds: [userGroup.id] }),
    staff: await make.aStaffUser({ username: name("staff") }),
    administrator: await make.aUser({ username: name("administrator"), role: "administrator" }),
  };
  const ownerId = users.owner.id;
  const scripts = {
    open: await aScript({}),
    restricted: await aScript({ userGroupIds: [userGroup.id] }),
    disabled: await aScript({ isActive: false }),
  };
  const other = await aScript({});
  const { id: disabledVersionId } = await make.aVersion(scripts.open, { isActive: false });
  const columns = { versionId: scripts.open.versionId, disabledVersionId };
  const jobs = await jobsOf({ ...columns, ownerId });
  const asset = { kind: "file", id: jobs.private.output } as const;
  const group = await make.aGroup({ name: name("group"), slug: name("group") });
  return {
    headers: {
      ...(await headersOfPeople(users)),
      ...(await headersOfKeys(users, { its: scripts.open.id, other: other.id })),
    },
    sessionsOf: {
      unconfirmed: await headersOfPeople(users, new Date(Date.now() - 3_600_000)),
      ending: await headersOfPeople(users),
    },
    jobs,
    browserJobs: await jobsOf({ ...columns, browserHash: browserHashOf(browserSecret) }),
    scripts,
    apiKeys: await apiKeysOf(ownerId),
    sessions: await forEach(async () => (await make.actorOf(users.owner)).sessionId),
    uploads: {
      open: (await make.anUpload({ ownerId })).id,
      cancellable: await forEach(async () => (await make.anUpload({ ownerId })).id),
      removable: await forEach(async () => (await make.anUpload({ ownerId })).id),
    },
    environment: (await make.anEnvironment({ name: `env-${unique}` })).id,
    builtEnvironment: await aBuiltEnvironment(),
    scriptGroup: group.id,
    userGroup: userGroup.id,
    person: users.user.id,
    passwordLink: (await makePasswordLink(systemActor, users.user.id)).secret,
    assetPath: assetPath({ asset, linkGeneration: 0, account: { userId: ownerId, apiKeyId: null } }, "table.csv"),
    reportToken: createReportToken({ fileId: jobs.private.report, linkGeneration: 0, reader: `u${ownerId}` }),
  };
}

try {
  console.log(JSON.stringify(await makeObjects()));
} finally {
  await closeDatabase();
}
