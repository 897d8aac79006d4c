import { expect, test } from "vitest";
import { actorOf, aJob, anApiKey, aScript, aStaffUser, aUser } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { type Actor, systemActor } from "@/server/auth/actor";
import { deleteJob } from "./delete";
import { listJobs } from "./list";
import { findJobByPath } from "./queries";
import { submitJob } from "./submit";

async function through(client: string | undefined, user = aUser()): Promise<Actor & { kind: "apiKey" }> {
  const { user: acting } = await actorOf(await user);
  const apiKeyId = (await anApiKey({ userId: acting.id })).id;
  const access = { scopes: ["read" as const, "run" as const, "manage" as const], scriptIds: null };
  return { kind: "apiKey", user: acting, apiKeyId, access, ...(client === undefined ? {} : { client }) };
}

test("a job has the name of the program that submitted it, on its page and in lists", async () => {
  const actor = await through("Claude Code");
  const { slug } = await aScript();
  const { id } = await submitJob(actor, { slug }, { name: "by an agent", values: {} });
  expect((await findJobByPath(actor, String(id)))?.client).toBe("Claude Code");
  expect((await listJobs(actor, { scope: "mine" })).rows.map((row) => row.client)).toEqual(["Claude Code"]);
});

test("a job has no such name if the program does not state one, or a person submits it", async () => {
  const { slug } = await aScript();
  for (const actor of [await through(undefined), await actorOf(await aUser())]) {
    await submitJob(actor, { slug }, { name: "a job", values: {} });
    expect((await listJobs(actor, { scope: "mine" })).rows.map((row) => row.client)).toEqual([null]);
  }
});

test("the audit names the program with the person, and still finds the entry by the person", async () => {
  const actor = await through("Claude Code", aStaffUser());
  const job = await aJob({ ownerId: (await aUser()).id, status: "completed" });
  await deleteJob(actor, job.id);
  const { username } = actor.user;
  const { rows } = await listAudit(systemActor, { username, target: `job:${job.id}` });
  expect(rows.map((row) => row.actor)).toEqual([`${username} (API key ${actor.apiKeyId}, through Claude Code)`]);
});
