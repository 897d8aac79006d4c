import { beforeAll, describe, expect, test, vi } from "vitest";
import { db, pg } from "@/db/client";
import { favorites } from "@/db/schema/favorites";
import { aParameter, aScript, aSpec, aUser } from "@/db/testing/factories";
import { connect, eras, type TestClient } from "./testing/clients";
import { countScript, end, keyed, refusal } from "./testing/objects";

let user: { id: number };
let headers: Record<string, string>;
beforeAll(async () => {
  user = await aUser();
  headers = await keyed({ userId: user.id });
});

describe.each(eras)("with a client of %s", (era) => {
  let client: TestClient;
  const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
  beforeAll(async () => {
    client = await connect(era, headers);
  });

  test("finds a script, describes it, and runs it with a file that is written in the call", async () => {
    const script = await countScript();
    const found = await call("script_find", { query: "count words" });
    expect(found.structuredContent).toMatchObject({
      scripts: expect.arrayContaining([expect.objectContaining({ slug: script.slug })]),
    });
    const described = (await call("script_describe", { script: script.slug })).structuredContent;
    expect(described).toMatchObject({
      name: "Count words",
      input: expect.stringContaining("words: file\ntop?: integer >= 1, <= 50 = 10"),
      example: { words: { $text: "…", name: "input.txt" } },
    });
    expect(described).not.toHaveProperty("schema");
    const full = await call("script_describe", { script: script.slug, schema: true });
    expect(full.structuredContent).toMatchObject({ schema: { required: ["words"] } });
    expect(JSON.stringify(described)).toContain("$text");
    expect(JSON.stringify(described)).not.toContain("$file");
    const run = call("script_run", {
      script: script.slug,
      input: { words: { $text: "to be or not to be", name: "words.txt" }, top: 3 },
    });
    const job = await vi.waitFor(async () => {
      const [row] = await pg<{ id: number; client: string; path: string }[]>`
        select j.id, j.client, f.path from jobs j join job_files f on f.job_id = j.id
        where j.version_id = ${script.version.id}`;
      return row ?? expect.fail("The job is not there yet.");
    });
    expect(job).toMatchObject({ client: "Claude Code", path: "words.txt" });
    await end(job.id);
    expect((await run).structuredContent).toMatchObject({ job: job.id, state: "completed", ended: true });
    const input = await call("job_files", { job: job.id, path: "words.txt" });
    expect(input.structuredContent).toMatchObject({ text: "to be or not to be" });
  });

  test("finds scripts by a sentence: those with most of its words first", async () => {
    const words = Math.random().toString(36).slice(2).match(/.{4}/g) ?? [];
    const [first = "", second = ""] = words;
    const both = await aScript({ name: `B ${first}`, description: `does ${second}` });
    const one = await aScript({ name: "A", description: `does ${first}` });
    const find = async (args: object) => {
      const { structuredContent } = await call("script_find", { ...args });
      const { scripts, next } = structuredContent as { scripts: { slug: string }[]; next: string | null }; // its schema
      return { slugs: scripts.map((script) => script.slug), next };
    };
    expect(await find({ query: `${first} ${second}` })).toEqual({ slugs: [both.slug], next: null });
    const sentence = `please ${first} the ${second} of zzzzzzzz`;
    expect(await find({ query: sentence })).toEqual({ slugs: [both.slug, one.slug], next: null });
    const page = await find({ query: sentence, limit: 1 });
    expect(page.slugs).toEqual([both.slug]);
    expect(await find({ query: sentence, limit: 1, after: page.next })).toEqual({ slugs: [one.slug], next: null });
  });

  test("checks an input without running it, and says what is wrong with one", async () => {
    const script = await countScript();
    const run = (input: object, more: object = {}) =>
      call("script_run", { script: script.slug, input, waitSeconds: 0, ...more });
    const file = { $text: "a b c", name: "a.txt" };
    expect((await run({ words: file, top: 3 }, { dryRun: true })).structuredContent).toMatchObject({
      valid: true,
      command: "script.py --top=3 a.txt",
    });
    expect((await run({ top: 99 }, { dryRun: true })).structuredContent).toMatchObject({
      valid: false,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: "/input/top", given: 99 })]),
    });
    const forms = '{"$text": "its content", "name": "words.txt"}, {"$upload": "id"} or {"$job": 12, "path": "out.csv"}';
    expect(refusal(await run({ top: 99, speed: 1 }))).toEqual([
      '/input/top: Ensure this value is less than or equal to 50. Given: 99. Allowed: {"type":"integer","minimum":1,"maximum":50}.',
      '/input/speed: This script has no such parameter. Allowed: ["words","top"].',
      `/input/words: This field is required. Allowed: ${forms}.`,
    ]);
    expect(refusal(await run({ words: { $text: 1 } }))).toEqual([
      '/input/words: A file in a call consists of $text and name, both of them texts. Given: ["$text"]. Allowed: ["$text","name"].',
    ]);
    expect(refusal(await run({ words: { $text: "x".repeat(300_000) } }))).toEqual([
      "The files in this call are larger than 250 kB together. Upload them before the call.",
    ]);
    expect(refusal(await run({ words: { $job: 2_000_000, path: "x" } }))).toEqual([
      "/input/words/$job: Job not found. Given: 2000000.",
    ]);
    expect(refusal(await call("script_run", { script: "no-such-script", input: {} }))).toEqual([
      "Unable to find script. script_find lists the scripts that you may run.",
    ]);
    expect(await pg`select from jobs where version_id = ${script.version.id}`).toHaveLength(0);
  });

  test("creates one job for calls with the same key", async () => {
    const script = await countScript();
    const run = () =>
      call("script_run", {
        script: script.slug,
        input: { words: { $text: "a", name: "a.txt" } },
        idempotencyKey: `key ${script.id}`,
        waitSeconds: 0,
      });
    const [first, second] = [await run(), await run()];
    expect(second.structuredContent).toEqual(first.structuredContent);
    expect(first.structuredContent).toMatchObject({ state: "waiting", ended: false });
  });

  test("favorite scripts are tools of their own for those who ask for it", async () => {
    const fan = await aUser();
    const [small, large] = [await countScript(), await aScript({ spec: aSpec(manyParameters) })];
    await db.insert(favorites).values([small, large].map(({ id }) => ({ userId: fan.id, scriptId: id })));
    const asked = await connect(era, await keyed({ userId: fan.id }), { query: "?favorites=1" });
    const { tools } = await asked.listTools();
    const name = `run_${small.slug}`;
    expect(tools.map((tool) => tool.name).slice(6)).toEqual([name]);
    expect(JSON.stringify(tools[6]).length).toBeLessThanOrEqual(4_000);
    expect(refusal(await asked.callTool({ name, arguments: { top: 0 } })).join()).toContain("/input/top");
    const { tools: usual } = await (await connect(era, await keyed({ userId: fan.id }))).listTools();
    expect(usual).toHaveLength(6);
  });
});

const manyParameters = Array.from({ length: 100 }, (_, index) => aParameter(`parameter-${index}`));
