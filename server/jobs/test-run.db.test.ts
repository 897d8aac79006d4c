import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { actorOf, aScript, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { findJobByPath } from "./queries";
import { submitJob } from "./submit";
import { submitForm } from "./submit-form";

type Script = Awaited<ReturnType<typeof aScript>>;
const send = (actor: Actor, { slug, version }: Script, visibility = "link") => {
  const fields: [string, string][] = [
    ["$version", String(version.id)],
    ["$visibility", visibility],
  ];
  return submitForm(actor, slug, { fields, files: [], json: null });
};

const held: [string, () => Promise<Script>][] = [
  ["a script that is off", () => aScript({ isActive: false })],
  ["a version that is off", () => aScript({ version: { isDefault: false, isActive: false } })],
  ["a script for others", async () => aScript({ userGroupIds: [(await aUserGroup()).id] })],
];

describe("a test run", () => {
  test.each(held)("of %s: staff may, from its form, and the job is for staff alone", async (_, make) => {
    const [staff, user] = [await actorOf(await aStaffUser()), await actorOf(await aUser())];
    const script = await make();
    const { id, uuid } = await send(staff, script, "public");
    const [job] = await db.select({ visibility: jobs.visibility }).from(jobs).where(eq(jobs.id, id));
    expect(job).toEqual({ visibility: "private" });
    expect(await findJobByPath(user, uuid)).toBeNull();
    expect(await findJobByPath(await actorOf(await aStaffUser()), String(id))).not.toBeNull();
    await expect(send(user, script)).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|not_found/) });
    // Wooey's clients are refused, as before.
    const choice = { slug: script.slug, version: script.version.version, iteration: script.version.iteration };
    await expect(submitJob(staff, choice, { name: "x", values: {} as never })).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
  });

  test("is an ordinary run if staff may run the script like anyone else", async () => {
    const { id } = await send(await actorOf(await aStaffUser()), await aScript(), "public");
    const [job] = await db.select({ visibility: jobs.visibility }).from(jobs).where(eq(jobs.id, id));
    expect(job).toEqual({ visibility: "public" });
  });
});
