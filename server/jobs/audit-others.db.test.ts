import { describe, expect, test } from "vitest";
import { actorOf, aJob, aStaffUser, aUser } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { systemActor } from "@/server/auth/actor";
import { deleteJob } from "./delete";
import { renameJob } from "./rename";
import { rerunJob } from "./rerun";
import { renewPermalink, setVisibility } from "./share";
import { stopJob } from "./stop";

const entriesOf = async (id: number) => (await listAudit(systemActor, { target: `job:${id}` })).rows.reverse();

describe("the audit of jobs", () => {
  test("records what staff do to the jobs of others", async () => {
    const [owner, staff] = [await aUser(), await actorOf(await aStaffUser())];
    const job = await aJob({ ownerId: owner.id, status: "queued", name: "before" });
    await stopJob(staff, job.id);
    await rerunJob(staff, job.id);
    await renameJob(staff, job.id, { name: "after" });
    await setVisibility(staff, job.id, { visibility: "private" });
    const uuid = await renewPermalink(staff, job.id);
    await deleteJob(staff, job.id);
    const entries = await entriesOf(job.id);
    expect(entries.map((entry) => entry.action)).toEqual(
      ["stop", "rerun", "rename", "share", "share", "stop", "delete"].map((verb) => `job.${verb}`),
    );
    expect(entries.map((entry) => entry.actor)).toEqual(Array(7).fill(staff.user.username));
    expect(entries[3]?.detail).toEqual({ visibility: "private", ownerId: owner.id });
    // A permalink is a secret, and staff can still read the audit long after the owner has changed the link.
    expect(JSON.stringify(entries)).not.toContain(uuid);
  });

  test("records nothing about what people do to their own jobs", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id, status: "queued" });
    await stopJob(owner, job.id);
    await renameJob(owner, job.id, { name: "mine" });
    await deleteJob(owner, job.id);
    expect(await entriesOf(job.id)).toEqual([]);
  });
});
