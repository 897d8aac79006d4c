import { describe, expect, test } from "vitest";
import { GET as archive } from "@/app/jobs/[job]/archive/[name]/route";
import { GET as file } from "@/app/jobs/[job]/files/[file]/[[...name]]/route";
import { GET as files } from "@/app/jobs/[job]/files/route";
import { GET as find } from "@/app/jobs/[job]/output/find/route";
import { GET as lines } from "@/app/jobs/[job]/output/lines/route";
import { GET as output } from "@/app/jobs/[job]/output/route";
import { GET as rows } from "@/app/jobs/[job]/rows/[file]/route";
import { GET as stream } from "@/app/jobs/[job]/stream/route";
import { pg } from "@/db/client";
import type { Visibility } from "@/db/schema/jobs";
import type { KeyScope } from "@/db/schema/users";
import { aJob, aJobFile, anApiKey, aScript, aStaffUser, aUser, bearer } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { browserHashOf, newBrowserSecret } from "@/server/auth/browser";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { listJobs } from "@/server/jobs/list";
import { findJobByPath } from "@/server/jobs/queries";

// What the table of permissions (e2e/permissions/) does not ask: lists, searches, the keys of others, and open streams.

type Who = "nobody" | "other browser" | "stranger" | "maker" | "staff";
const everybody: Who[] = ["nobody", "other browser", "stranger", "maker", "staff"];
const theirs: Who[] = ["maker", "staff"];

type Headers = Record<string, string>;
type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response> | Response;

interface Asked {
  key: string;
  headers: Headers;
  table: number;
  input: number;
}

async function status(
  handler: unknown,
  params: object,
  { path = "/", headers }: { path?: string; headers: Headers },
): Promise<number> {
  const left = new AbortController();
  const request = new Request(`http://localhost${path}`, { headers, signal: left.signal });
  const response = await (handler as Handler)(request, { params: Promise.resolve(params as never) });
  left.abort();
  await response.body?.cancel().catch(() => undefined);
  return response.status;
}

const resources: Record<string, (asked: Asked) => Promise<number>> = {
  page: async ({ key, headers }) => {
    const actor = await actorOfBrowser(new Request("http://localhost/", { headers }));
    return (await findJobByPath(actor, key)) ? 200 : 404;
  },
  file: ({ key, headers, table: id }) => status(file, { job: key, file: String(id) }, { headers }),
  files: ({ key, headers }) => status(files, { job: key }, { headers }),
  rows: ({ key, headers, table: id }) => status(rows, { job: key, file: String(id) }, { headers }),
  output: ({ key, headers }) => status(output, { job: key }, { headers }),
  lines: ({ key, headers }) => status(lines, { job: key }, { path: "/?from=0&count=5", headers }),
  find: ({ key, headers }) => status(find, { job: key }, { path: "/?text=secret", headers }),
  stream: ({ key, headers }) => status(stream, { job: key }, { headers }),
  archive: ({ key, headers }) => status(archive, { job: key, name: "job.zip" }, { headers }),
};

async function aSetting(visibility: Visibility, maker: "user" | "browser") {
  const [owner, stranger, staff] = await Promise.all([aUser(), aUser(), aStaffUser()]);
  const [makers, other] = [newBrowserSecret(), newBrowserSecret()];
  const cookie = (secret: string) => ({ cookie: `wooey_browser=${secret}` });
  const made = maker === "user" ? { ownerId: owner.id } : { browserHash: browserHashOf(makers) };
  const job = await aJob({ ...made, visibility, name: `secret of ${visibility} ${maker}` });
  await someOutput(job, [["stdout", "a secret line\n"]]);
  const headers: Record<Who, Headers> = {
    nobody: {},
    "other browser": cookie(other),
    stranger: await bearer(stranger),
    maker: maker === "user" ? await bearer(owner) : cookie(makers),
    staff: await bearer(staff),
  };
  return { job, headers };
}

describe.each(["user", "browser"] as const)("the job of a %s", (maker) => {
  test("is in the lists and searches of those who find it without a link", async () => {
    for (const visibility of ["private", "link", "public"] as const) {
      const { job, headers } = await aSetting(visibility, maker);
      for (const who of everybody) {
        const actor = await actorOfBrowser(new Request("http://localhost/", { headers: headers[who] }));
        const found = async (scope: "mine" | "public" | "queue" | "all", text?: string) =>
          (await listJobs(actor, { scope, limit: 200, ...(text ? { text } : {}) })).rows.some(
            ({ id }) => id === job.id,
          );
        const isPublic = visibility === "public";
        const isTheirs = theirs.includes(who);
        expect([who, visibility, await found("mine")]).toEqual([who, visibility, who === "maker"]);
        expect([who, visibility, await found("public", "secret")]).toEqual([who, visibility, isPublic]);
        expect([who, visibility, await found("queue", "secret")]).toEqual([who, visibility, isPublic || isTheirs]);
        expect([who, visibility, await found("all")]).toEqual([who, visibility, isTheirs]);
      }
    }
  });
});

describe("an API key", () => {
  type Keys = [
    string,
    { of: "maker" | "staff" | "stranger"; scopes?: KeyScope[]; script?: "its" | "another" },
    Visibility[],
  ];
  const none: Visibility[] = [];
  const shared: Visibility[] = ["link", "public"];
  const all: Visibility[] = ["private", ...shared];
  const keys: Keys[] = [
    ["of staff for its script", { of: "staff", script: "its" }, shared],
    ["of staff for another script", { of: "staff", script: "another" }, none],
    ["of a stranger that reads", { of: "stranger", scopes: ["read"] }, shared],
    ["of a stranger for its script", { of: "stranger", script: "its" }, shared],
    ["of a stranger for another script", { of: "stranger", script: "another" }, none],
  ];

  test.each(keys)(
    "%s opens by its link what it allows, and nothing else",
    async (_, { of, scopes, script }, opened) => {
      const [maker, staff, stranger] = await Promise.all([aUser(), aStaffUser(), aUser()]);
      const userId = { maker, staff, stranger }[of].id;
      const its = await aScript();
      const only = script && [script === "its" ? its.id : (await aScript()).id];
      const { key } = await anApiKey({ userId, ...(scopes ? { scopes } : {}), ...(only ? { scriptIds: only } : {}) });
      const headers = { authorization: `Bearer ${key}` };
      for (const visibility of all) {
        const job = await aJob({ ownerId: maker.id, visibility, versionId: its.version.id });
        await someOutput(job, [["stdout", "a secret line\n"]]);
        const file = await aJobFile(job, { direction: "output", kind: "table", path: "table.csv" });
        const asked = { key: job.uuid, headers, table: file.id, input: file.id };
        const statuses = await Promise.all(Object.values(resources).map((ask) => ask(asked)));
        expect([visibility, new Set(statuses)]).toEqual([
          visibility,
          new Set([opened.includes(visibility) ? 200 : 404]),
        ]);
      }
    },
  );
});

test("revoking a link ends what was opened through it", async () => {
  const { job, headers } = await aSetting("link", "user");
  const request = new Request("http://localhost/", { headers: headers.stranger });
  const response = await stream(request, { params: Promise.resolve({ job: job.uuid }) });
  const reader = response.body?.getReader();
  let text = "";
  const read = async () => {
    const part = await reader?.read();
    text += new TextDecoder().decode(part?.value);
    return part?.done === false;
  };
  while (!text.includes("event: status")) expect(await read()).toBe(true);
  await pg.begin(async (tx) => {
    await tx`update jobs set visibility = 'private' where id = ${job.id}`;
    await tx`select pg_notify('wooey_live', ${`${job.id}:status`})`;
  });
  while (await read());
  expect(text).toContain("event: gone");
  expect(await resources.lines?.({ key: job.uuid, headers: headers.stranger, table: 0, input: 0 })).toBe(404);
});
