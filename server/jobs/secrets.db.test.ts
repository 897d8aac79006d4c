import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import { db, pg } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { actorOf, aJob, aParameter, aScript, aSpec, aStaffUser, aUser } from "@/db/testing/factories";
import { writeCorrections } from "@/server/scripts/corrections";
import { getWooeyDetails } from "@/server/wooey/details";
import { submitCommand } from "@/server/wooey/submit-command";
import { listJobs } from "./list";
import { findJobByPath } from "./queries";
import { listRecentRuns } from "./recent-runs";
import { resubmitJob } from "./resubmit";
import { openArguments, openSecrets, sealSecret, secretsIn } from "./secrets";
import { submitForm } from "./submit-form";

const secret = "hunter2 & more";
const token = aParameter("token", { secret: true, required: true });
const name = aParameter("name");
const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0]!;
const opened = async (id: number) => (await rowOf(id)).argv.map(openSecrets);

/** Every row of every table of the database that contains the text. */
async function rowsWith(text: string): Promise<string[]> {
  const tables = await pg<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`;
  const found = await Promise.all(
    tables.map(({ schema, name: table }) =>
      pg`select * from ${pg(schema)}.${pg(table)} as t where position(${text} in t::text) > 0`.then((rows) =>
        rows.length > 0 ? [`${schema}.${table}`] : [],
      ),
    ),
  );
  return found.flat();
}

async function submitted(params: Parameter[], command: string) {
  const actor = await actorOf(await aUser());
  const { slug } = await aScript({ spec: aSpec(params) });
  const { id } = await submitCommand(actor, { slug }, { name: "x", command, uploads: [] });
  return { actor, slug, id };
}

describe("a secret of a job", () => {
  test("is nowhere in the database in plain text, and can be opened", async () => {
    const { id } = await submitted([token, name], `--token '${secret}' --name n`);
    expect(await rowsWith(secret)).toEqual([]);
    expect(await rowsWith("--name=n")).toEqual(["public.jobs"]);
    const row = await rowOf(id);
    expect(row.argv).toEqual([expect.stringMatching(/^--token=\{secret:[\w-]+\}$/), "--name=n"]);
    expect(await opened(id)).toEqual([`--token=${secret}`, "--name=n"]);
    expect(secretsIn(row.values)).toEqual([secret]);
  });

  test("does not appear in what a page or the API receives", async () => {
    const { actor, id } = await submitted([token, name], `--token '${secret}' --name n`);
    const job = await findJobByPath(actor, String(id));
    const details = JSON.stringify(await getWooeyDetails(actor, String(id), "http://x"));
    for (const text of [JSON.stringify(job), details]) {
      expect(text).not.toContain("hunter2");
      expect(text).not.toContain("{secret:");
    }
    expect(job?.command).toBe("script.py '--token=••••' --name=n");
    expect(job?.values).toEqual({ name: "n" });
  });

  test.each<[string, string, string[], Partial<Parameter>?]>([
    ["one that begins like an option", "--token=-x", ["--token=-x"]],
    ["one that looks like a file's place", "--token {input:1}", ["--token={input:1}"]],
    ["several", "--token one --token two", ["--token=one", "--token=two"], { action: "append" }],
    ["an empty one", "--token ''", ["--token="]],
  ])("%s", async (_, command, argv, more = {}) => {
    const { id } = await submitted([{ ...token, ...more }], command);
    expect(await opened(id)).toEqual(argv);
    expect((await rowOf(id)).argv.join(" ")).toContain("{secret:");
  });

  test("one for the environment or standard input is not an argument, neither for the run nor for readers", async () => {
    const key = aParameter("key", { secret: true, required: true, secretBy: "env API_KEY" });
    const pin = aParameter("pin", { secret: true, secretBy: "stdin" });
    const { actor, id } = await submitted([key, pin, name], `--key '${secret}' --pin 4711-0815 --name n`);
    const row = await rowOf(id);
    expect(openArguments(row.argv)).toEqual({
      argv: ["--name=n"],
      environment: { API_KEY: secret },
      input: "4711-0815\n",
    });
    expect(await rowsWith("hunter2")).toEqual([]);
    expect(await rowsWith("4711-0815")).toEqual([]);
    expect(await rowsWith("API_KEY")).toEqual(["public.script_versions"]);
    expect(secretsIn(row.values)).toEqual([secret, "4711-0815"]);
    expect((await findJobByPath(actor, String(id)))?.command).toBe("script.py --name=n");
    const { id: copy } = await resubmitJob(actor, id);
    expect(openArguments((await rowOf(copy)).argv)).toEqual(openArguments(row.argv));
  });

  test("staff set where it goes, and nobody else can", async () => {
    const { slug } = await aScript({ spec: aSpec([token, name]) });
    const staff = await actorOf(await aStaffUser());
    await writeCorrections(staff, { slug, path: "token" }, { secretBy: "env TOKEN" });
    await expect(writeCorrections(staff, { slug, path: "token" }, { secretBy: "env LD_PRELOAD" })).rejects.toThrow(
      "variable LD_PRELOAD is reserved",
    );
    await expect(writeCorrections(staff, { slug, path: "name" }, { secretBy: "stdin" })).rejects.toThrow(
      "Only a secret",
    );
    const actor = await actorOf(await aUser());
    const command = "--token x1y2z3 --name {env:PATH}";
    const { id } = await submitCommand(actor, { slug }, { name: "x", command, uploads: [] });
    expect(openArguments((await rowOf(id)).argv)).toEqual({
      argv: ["--name={env:PATH}"],
      environment: { TOKEN: "x1y2z3" },
      input: null,
    });
  });

  test("a positional that is laid out differently from other texts", async () => {
    const word = aParameter("word", { kind: "positional", required: true, secret: true });
    const { id } = await submitted([word], "-- -zebra-stripes");
    expect(await rowsWith("zebra")).toEqual([]);
    expect(await opened(id)).toEqual(["--", "-zebra-stripes"]);
  });

  test("in a sub-command, because staff corrected it", async () => {
    const actor = await actorOf(await aStaffUser());
    const commands = [{ name: "push", groups: [], mutex: [], params: [aParameter("key")] }];
    const spec: ScriptSpec = aSpec([name]);
    const subcommands = { required: true, commands };
    const { slug } = await aScript({ spec: { ...spec, command: { ...spec.command, subcommands } } });
    await writeCorrections(actor, { slug, path: "push.key" }, { secret: true });
    const upload = {
      files: [],
      json: null,
      fields: [
        ["$command", "push"],
        ["push.key", secret],
        ["job_name", "x"],
      ] as [string, string][],
    };
    const { id } = await submitForm(actor, slug, upload);
    expect(await rowsWith(secret)).toEqual([]);
    expect(await opened(id)).toEqual(["push", `--key=${secret}`]);
    expect((await findJobByPath(actor, String(id)))?.command).toBe("script.py push '--key=••••'");
    await writeCorrections(actor, { slug, path: "push.key" }, {});
    expect(JSON.stringify(await findJobByPath(actor, String(id)))).not.toContain("{secret:");
  });

  test("is copied to a new job in its sealed form", async () => {
    const bounded = { ...token, type: "integer" as const, minimum: 1 };
    const { actor, id } = await submitted([bounded, name], "--token 4711 --name n");
    const copy = await resubmitJob(actor, id);
    expect((await rowOf(copy.id)).argv).toEqual((await rowOf(id)).argv);
    expect(await opened(copy.id)).toEqual(["--token=4711", "--name=n"]);
  });

  test("is one because of its name, also in groups and sub-commands, until staff decide otherwise", async () => {
    const staff = await actorOf(await aStaffUser());
    const spec: ScriptSpec = aSpec([aParameter("api_key"), aParameter("pair_secret", { action: "append", nargs: 2 })]);
    const commands = [{ name: "push", groups: [], mutex: [], params: [aParameter("password"), name] }];
    const subcommands = { required: true, commands };
    const { slug } = await aScript({ spec: { ...spec, command: { ...spec.command, subcommands } } });
    const command = "--api-key abcd1 --pair-secret abcd2 abcd3 push --password abcd4 --name n";
    const { id } = await submitCommand(staff, { slug }, { name: "x", command, uploads: [] });
    expect(await rowsWith("abcd")).toEqual([]);
    const job = await findJobByPath(staff, String(id));
    expect(job?.command).toBe("script.py '--api-key=••••' --pair-secret '••••' '••••' push '--password=••••' --name=n");
    expect(JSON.stringify(job)).not.toContain("abcd");
    await writeCorrections(staff, { slug, path: "push.password" }, { secret: false });
    const next = await submitCommand(staff, { slug }, { name: "x", command, uploads: [] });
    expect((await findJobByPath(staff, String(next.id)))?.command).toContain("push --password=abcd4");
  });

  test("that an earlier job stores in plain text is shown nowhere, and is sealed in a new job", async () => {
    const actor = await actorOf(await aUser());
    const { slug, version } = await aScript({ spec: aSpec([aParameter("password"), name]) });
    const values = { password: "hunter2", name: "hunter2" };
    const earlier = { ownerId: actor.user.id, versionId: version.id, values, argv: ["--password=hunter2", "--name=n"] };
    const job = await aJob(earlier);
    const shown = await findJobByPath(actor, job.uuid);
    expect(shown).toMatchObject({ command: "script.py '--password=••••' --name=hunter2", values: { name: "hunter2" } });
    expect(shown?.displayValues).toEqual({ password: "••••", name: "hunter2" });
    expect((await listRecentRuns(actor, slug, 5)).map((run) => run.given)).toEqual([
      "'--password=••••' --name=hunter2",
    ]);
    expect((await listJobs(actor, { scope: "mine", text: "hunter2" })).rows).toEqual([]);
    expect(await rowOf(job.id)).toMatchObject({ values, argv: earlier.argv });
    const copy = await resubmitJob(actor, job.id);
    expect((await rowOf(copy.id)).values).toEqual({ password: expect.stringContaining("{secret:"), name: "hunter2" });
    expect(await opened(copy.id)).toEqual(["--password=hunter2", "--name=hunter2"]);
  });

  test("is sealed in a copy of a job that has sealed another one and not this one", async () => {
    const actor = await actorOf(await aUser());
    const { version } = await aScript({ spec: aSpec([aParameter("password"), token]) });
    const sealed = sealSecret("4711");
    const { id } = await aJob({
      ownerId: actor.user.id,
      versionId: version.id,
      values: { password: "e.+", token: sealed },
      argv: ["--password=e.+", `--token=${sealed}`],
    });
    const copy = await rowOf((await resubmitJob(actor, id)).id);
    expect(JSON.stringify(copy)).not.toContain("e.+");
    expect(copy.argv[1]).toBe(`--token=${sealed}`);
    expect(copy.argv.map(openSecrets)).toEqual(["--password=e.+", "--token=4711"]);
    expect(secretsIn(copy.values).sort()).toEqual(["4711", "e.+"]);
  });

  test("is not repeated by a message about it", async () => {
    const chosen = { ...token, choices: [{ value: "a" }] };
    await expect(submitted([chosen], "--token hunter2")).rejects.toMatchObject({
      fields: { token: [expect.not.stringContaining("hunter2")] },
    });
  });
});

describe("openSecrets", () => {
  test("opens only what was sealed here", () => {
    const sealed = sealSecret("é $x");
    expect(sealSecret("é $x")).not.toBe(sealed);
    expect(openSecrets(`a ${sealed} b`)).toBe("a é $x b");
    const forged = sealed.replace(/.\}$/, (end) => (end === "A}" ? "B}" : "A}"));
    for (const text of [forged, "{secret:}", "{secret:AAAA}", "{secret:x"]) expect(openSecrets(text)).toBe(text);
  });
});
