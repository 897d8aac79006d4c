import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import {
  anApiKey,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  aUserGroup,
  aVersion,
  bearer,
} from "@/db/testing/factories";
import { aSubcommand } from "@/db/testing/jobs";
import { DELETE, GET, POST } from "./route";

type Headers = Record<string, string>;

async function submit(slug: string, body: BodyInit, headers: Headers = {}) {
  const request = new Request(`http://localhost/api/scripts/v1/${slug}/submit/`, { method: "POST", body, headers });
  const response = await POST(request, { params: Promise.resolve({ slug }) });
  return { status: response.status, json: await response.json(), headers: response.headers };
}

const form = (fields: Headers) => new URLSearchParams(fields);
const json = (value: unknown, headers: Headers): [string, Headers] => [
  JSON.stringify(value),
  { ...headers, "content-type": "application/json" },
];
const spec = () =>
  aSpec([
    aParameter("count", { type: "integer" }),
    aParameter("breed", { choices: [{ value: "bengal" }, { value: "persian" }] }),
    aParameter("fasta", { format: "file", mode: "r" }),
  ]);
function multipart(fields: Headers, keys: string[]): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const key of keys) body.append(key, new File([`${key}\n`], `${key}.txt`));
  return body;
}
const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0]!;

describe("POST /api/scripts/v1/<slug>/submit", () => {
  test("200 for a form, JSON and multipart", async () => {
    const user = await aUser();
    const headers = await bearer(user);
    const { slug } = await aScript({ spec: spec() });
    const fields = { job_name: " test job ", job_description: "d", command: "--count 5 --breed bengal" };
    for (const [body, more] of [[form(fields), headers], json(fields, headers), [multipart(fields, []), headers]] as [
      BodyInit,
      Headers,
    ][]) {
      const answer = await submit(slug, body, more);
      expect(answer).toMatchObject({ status: 200, json: { valid: true, job_id: expect.any(Number) } });
      expect(await rowOf(answer.json.job_id)).toMatchObject({
        name: "test job",
        description: "d",
        ownerId: user.id,
        values: { count: "5", breed: "bengal" },
      });
    }
  });

  test("200 with an uploaded file under a key that the command names", async () => {
    const { slug } = await aScript({ spec: spec() });
    const body = new FormData();
    body.append("job_name", "x");
    body.append("command", "--fasta protein_sequences");
    body.append("protein_sequences", new File([">a\nMK\n"], "proteins.fasta"));
    const answer = await submit(slug, body, await bearer(await aUser()));
    expect(answer.status).toBe(200);
    const files = await db.select().from(jobFiles).where(eq(jobFiles.jobId, answer.json.job_id));
    expect(files).toMatchObject([{ path: "proteins.fasta", kind: "fasta", parameter: "fasta", sizeBytes: 6 }]);
  });

  test("200 with a file for text that looks like a file, and text there as before", async () => {
    const hint = { kind: "file", mode: "r" } as const;
    const params = [aParameter("input", { hint }), aParameter("more", { nargs: "*", hint }), aParameter("title")];
    const { slug } = await aScript({ spec: aSpec(params) });
    const headers = await bearer(await aUser());
    const body = multipart({ job_name: "x", command: "--input TABLE --more A there.txt B --title TABLE" }, [
      "TABLE",
      "A",
      "B",
    ]);
    const { status, json: answer } = await submit(slug, body, headers);
    expect(status).toBe(200);
    const files = await db.select().from(jobFiles).where(eq(jobFiles.jobId, answer.job_id)).orderBy(jobFiles.id);
    expect(files.map((file) => file.path)).toEqual(["TABLE.txt", "A.txt", "B.txt"]);
    const [table, first, second] = files.map((file) => `file:${file.id}`);
    const { values, argv } = await rowOf(answer.job_id);
    expect(values).toEqual({ input: table, more: [first, "there.txt", second], title: "TABLE" });
    expect(argv.filter((word) => word.includes("{input:"))).toHaveLength(3);
  });

  test("400 that names a file which nothing uses, unless something else is wrong", async () => {
    const typed = aParameter("typed", { hint: { kind: "file", mode: "r" }, widget: "text" });
    const { slug } = await aScript({ spec: aSpec([...spec().command.params, typed]) });
    const headers = await bearer(await aUser());
    for (const command of ["", "--breed bengal", "--typed TABLE"]) {
      const unused = await submit(slug, multipart({ job_name: "x", command }, ["TABLE"]), headers);
      expect(unused).toMatchObject({
        status: 400,
        json: { valid: false, errors: { TABLE: [expect.stringContaining("TABLE")] } },
      });
    }
    const wrong = await submit(slug, multipart({ job_name: "x", command: "--fasta other" }, ["mine"]), headers);
    expect(wrong.status).toBe(400);
    expect(Object.keys(wrong.json.errors)).toEqual(["fasta"]);
  });

  test("200 and one job for the same Idempotency-Key", async () => {
    const headers = { ...(await bearer(await aUser())), "idempotency-key": "abc" };
    const { slug } = await aScript();
    const first = await submit(slug, form({ job_name: "x" }), headers);
    const second = await submit(slug, form({ job_name: "x" }), headers);
    expect(second.json).toEqual(first.json);
  });

  test("400 for an Idempotency-Key that is too long, before anything else; a name counts its characters", async () => {
    const headers = await bearer(await aUser());
    const { slug } = await aScript();
    const tooLong = { ...headers, "idempotency-key": "k".repeat(256) };
    for (const [target, body] of [
      [slug, form({})],
      ["nowhere", form({ job_name: "x" })],
    ] as const) {
      const errors = { __all__: ["The Idempotency-Key is longer than 255 characters."] };
      expect(await submit(target, body, tooLong)).toMatchObject({ status: 400, json: { valid: false, errors } });
    }
    expect((await submit(slug, form({ job_name: "🐈".repeat(1000) }), headers)).json.valid).toBe(true);
    expect((await submit(slug, form({ job_name: "🐈".repeat(1001) }), headers)).status).toBe(400);
  });

  test("200 with valid false for a missing name, a bad iteration and no such script, as in Wooey", async () => {
    const headers = await bearer(await aUser());
    const { slug, version } = await aScript();
    const required = ["This field is required."];
    const noScript = { script: "Unable to find script." };
    for (const [target, body, errors] of [
      [slug, form({}), { job_name: required }],
      [slug, form({ job_name: "  " }), { job_name: required }],
      [slug, form({ iteration: "abc" }), { job_name: required, iteration: ["Enter a whole number."] }],
      ["nowhere", form({ job_name: "x" }), noScript],
      [slug, form({ job_name: "x", version: "9" }), noScript],
      [slug, form({ job_name: "x", iteration: "-1" }), noScript],
      [slug, form({ job_name: "x", iteration: "99999999999999999999" }), noScript],
    ] as [string, URLSearchParams, object][]) {
      expect(await submit(target, body, headers)).toMatchObject({ status: 200, json: { valid: false, errors } });
    }
    const picked = await submit(slug, form({ job_name: "x", version: version.version, iteration: "0" }), headers);
    expect(picked.json.valid).toBe(true);
  });

  test("400 with a text in errors.command for what the script does not take", async () => {
    const headers = await bearer(await aUser());
    const { slug } = await aScript({ spec: spec() });
    const withSub = await aScript({ spec: aSubcommand("sum", [aParameter("left", { required: true })]) });
    for (const [target, command] of [
      [slug, "--nope 1"],
      [slug, "-h"],
      [slug, '--breed "open'],
      [withSub.slug, ""],
      [withSub.slug, "nosuch"],
      [withSub.slug, "sum"],
    ] as const) {
      const answer = await submit(target, form({ job_name: "x", command }), headers);
      expect([command, answer.status, answer.json]).toEqual([
        command,
        400,
        { valid: false, errors: { command: expect.stringMatching(/./) } },
      ]);
    }
    const [body, more] = json({ job_name: "x", command: ["--count", "5"] }, headers);
    expect(await submit(slug, body, more)).toMatchObject({
      status: 400,
      json: { errors: { command: expect.any(String) } },
    });
  });

  test("400 by parameter for values that do not fit", async () => {
    const headers = await bearer(await aUser());
    const { slug } = await aScript({ spec: spec() });
    for (const [command, field] of [
      ["--count many", "count"],
      ["--breed pug", "breed"],
      ["--fasta nothing.fa", "fasta"],
    ]) {
      const answer = await submit(slug, form({ job_name: "x", command: command ?? "" }), headers);
      expect(answer.status).toBe(400);
      expect(answer.json.errors).toEqual({ [field ?? ""]: [expect.any(String)] });
    }
  });

  test("400 for a version that fits several, a body that is no JSON object, a broken form and text with NUL", async () => {
    const headers = await bearer(await aUser());
    const script = await aScript();
    await aVersion(script);
    const before = await db.$count(jobs);
    const bodies: [BodyInit, Headers][] = [
      [form({ job_name: "x", version: "1" }), headers],
      ["{x", { ...headers, "content-type": "application/json" }],
      ["[]", { ...headers, "content-type": "application/json" }],
      ["--y", { ...headers, "content-type": "multipart/form-data; boundary=x" }],
      [form({ job_name: "a\0b" }), headers],
      [form({ job_name: "x", command: "\0" }), headers],
    ];
    for (const [body, more] of bodies) {
      const answer = await submit(script.slug, body, more);
      expect(answer).toMatchObject({ status: 400, json: { valid: false, errors: expect.any(Object) } });
    }
    expect(await db.$count(jobs)).toBe(before);
  });

  test("403 without a user, with a bad key and an inactive key", async () => {
    const { slug } = await aScript();
    const errors = { __all__: ["Must be authenticated to use this method."] };
    const { key } = await anApiKey({ isActive: false });
    for (const headers of [{}, { authorization: "Bearer nonsense" }, { authorization: `Bearer ${key}` }] as Headers[]) {
      expect(await submit(slug, form({ job_name: "x" }), headers)).toMatchObject({
        status: 403,
        json: { valid: false, errors },
      });
    }
  });

  test("403 for a script of other people's group, also to staff", async () => {
    const { slug } = await aScript({ userGroupIds: [(await aUserGroup()).id] });
    for (const user of [await aUser(), await aStaffUser()]) {
      expect(await submit(slug, form({ job_name: "x" }), await bearer(user))).toMatchObject({
        status: 403,
        json: { valid: false, errors: { script: ["You are not permitted to access this script."] } },
      });
    }
  });

  test("405 with Allow for other methods, before authentication", async () => {
    for (const handler of [GET, DELETE]) {
      const response = await handler(new Request("http://localhost/"), { params: Promise.resolve({ slug: "x" }) });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });
});
