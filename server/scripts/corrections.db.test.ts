import fs from "node:fs";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { actorOf, anAnonymous, aParameter, aScript, aSpec, aStaffUser, aUser, aVersion } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { readSidecar } from "@/server/introspection/form-file/form-block";
import { projectRoot } from "@/server/root";
import { submitCommand } from "@/server/wooey/submit-command";
import { getCorrectedScript, getFormYaml, listCorrections, writeCorrections } from "./corrections";
import { findScript, findVersion } from "./queries";
import { findVersionToRun } from "./version-to-run";

const steps = aParameter("steps", { type: "integer", default: 5 });
const name = aParameter("name");
const aStaffActor = async () => actorOf(await aStaffUser());

async function argvOf(actor: Actor, slug: string, command: string): Promise<string[] | undefined> {
  const { id } = await submitCommand(actor, { slug }, { name: "x", command, uploads: [] });
  const [job] = await db.select({ argv: jobs.argv }).from(jobs).where(eq(jobs.id, id));
  return job?.argv;
}

describe("writeCorrections", () => {
  test("corrects the spec of all versions wherever it is read, and an empty correction removes it", async () => {
    const staff = await aStaffActor();
    const { slug, ...script } = await aScript({ spec: aSpec([steps, name]) });
    const other = await aVersion(script as never, { spec: aSpec([steps]), version: "2" });
    await writeCorrections(staff, { slug, path: "steps" }, { label: "How many", initialValue: ["7"], hidden: true });
    await writeCorrections(staff, { slug, path: "name" }, { help: "Yours." });
    await writeCorrections(staff, { slug, path: "name" }, { label: "Who" });
    expect(await listCorrections(staff, slug)).toEqual([
      { path: "name", patch: { label: "Who" } },
      { path: "steps", patch: { label: "How many", initialValue: ["7"], hidden: true } },
    ]);
    const corrected = [{ label: "How many", initialValue: "7", hidden: true }, { label: "Who" }];
    const reader = await actorOf(await aUser());
    expect((await findScript(reader, slug))?.version).toMatchObject({
      spec: { command: { params: corrected } },
      outdated: [],
    });
    expect(await findVersionToRun(reader, { slug })).toMatchObject({
      version: { spec: { command: { params: corrected } } },
    });
    expect(await findVersion(reader, slug, { versionId: other.id })).toMatchObject({
      spec: { command: { params: [corrected[0]] } },
      outdated: ["The correction of name has no effect, because this version has no such parameter."],
    });
    expect((await getCorrectedScript(staff, slug)).read.command.params[0]).toEqual(steps);
    await writeCorrections(staff, { slug, path: "steps" }, {});
    expect(await listCorrections(staff, slug)).toHaveLength(1);
  });

  test("hidden parameters are still accepted from a command, locked ones are not", async () => {
    const staff = await aStaffActor();
    const { slug } = await aScript({ spec: aSpec([steps, name]) });
    await writeCorrections(staff, { slug, path: "steps" }, { hidden: true });
    await writeCorrections(staff, { slug, path: "name" }, { locked: true, initialValue: ["fixed"] });
    expect(await argvOf(staff, slug, "--steps 9")).toEqual(["--steps=9", "--name=fixed"]);
    await expect(argvOf(staff, slug, "--name other")).rejects.toMatchObject({
      fields: { name: ["This value is locked."] },
    });
  });

  test("reports the first person's change to the second of two, and overwrites nothing", async () => {
    const [first, second] = [await aStaffActor(), await aStaffActor()];
    const { slug } = await aScript({ spec: aSpec([steps]) });
    const refusal = { code: "conflict", message: expect.stringContaining(`${first.user.username} has changed this`) };
    await writeCorrections(first, { slug, path: "steps", seen: "{}" }, { label: "How many", help: "Steps." });
    await expect(
      writeCorrections(second, { slug, path: "steps", seen: "{}" }, { label: "Steps" }),
    ).rejects.toMatchObject(refusal);
    const [seen] = (await listCorrections(second, slug)).map((each) => JSON.stringify(each.patch));
    const both = [first, second].map((actor) =>
      writeCorrections(actor, { slug, path: "steps", seen }, { label: "Steps" }),
    );
    expect((await Promise.allSettled(both)).map((end) => end.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listCorrections(first, slug)).toEqual([{ path: "steps", patch: { label: "Steps" } }]);
  });

  test("refuses corrections that do not fit, values that are not corrections, and people who are not staff", async () => {
    const staff = await aStaffActor();
    const { slug } = await aScript({ spec: aSpec([steps]) });
    for (const [path, patch] of [
      ["none", { label: "x" }],
      ["steps", { initialValue: ["many"] }],
    ] as const) {
      await expect(writeCorrections(staff, { slug, path }, { ...patch } as never)).rejects.toMatchObject({
        code: "invalid",
      });
    }
    await expect(writeCorrections(staff, { slug, path: "steps" }, { colour: "red" } as never)).rejects.toThrow();
    await expect(writeCorrections(staff, { slug: "none", path: "steps" }, {})).rejects.toMatchObject({
      code: "not_found",
    });
    const user = await actorOf(await aUser());
    await expect(writeCorrections(user, { slug, path: "steps" }, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(writeCorrections(anAnonymous(), { slug, path: "steps" }, {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await listCorrections(staff, slug)).toEqual([]);
  });
});

describe("getFormYaml", () => {
  test("returns a form file that describes the corrected form", async () => {
    const staff = await aStaffActor();
    const { slug, version } = await aScript({ spec: aSpec([steps, name]) });
    await writeCorrections(staff, { slug, path: "steps" }, { label: "How many", initialValue: ["7"], group: "New" });
    const { filename, text } = await getFormYaml(staff, slug);
    expect(filename).toBe(`${version.filename}.form.yaml`);
    const { spec } = await getCorrectedScript(staff, slug);
    expect(readSidecar(text, "x")).toMatchObject({
      spec: { command: { params: spec.command.params.map(({ group, ...rest }) => rest) } },
    });
    await expect(getFormYaml(await actorOf(await aUser()), slug)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the migration of the parameter key `preset`", () => {
  test("renames it in corrections and in declared specs, and changes nothing else", async () => {
    const staff = await aStaffActor();
    const declared = aParameter("steps", { help: 'say "preset": 1', ...({ preset: "7" } as object) }); // the former key
    const { slug } = await aScript({ spec: aSpec([declared]) });
    await writeCorrections(staff, { slug, path: "steps" }, { label: "How many" });
    await db.execute(sql`update corrections set patch = patch || '{"preset": ["8"]}'`);
    const migration = fs.readFileSync(path.join(projectRoot(), "db/migrations/0002_initial_values.sql"), "utf8");
    for (const statement of migration.split("--> statement-breakpoint")) await db.execute(sql.raw(statement));
    expect(await listCorrections(staff, slug)).toEqual([
      { path: "steps", patch: { label: "How many", initialValue: ["8"] } },
    ]);
    const { read } = await getCorrectedScript(staff, slug);
    expect(read.command.params).toEqual([aParameter("steps", { help: 'say "preset": 1', initialValue: "7" })]);
  });
});
