import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aScript, aSpec, aUser } from "@/db/testing/factories";
import { liveChannel } from "./live-channel";
import { jobsChannel } from "./queue";
import { submitJob } from "./submit";

test("jobs that are submitted at once wake workers and the page of each", async () => {
  const actor = await actorOf(await aUser());
  const { slug } = await aScript({ spec: aSpec([]) });
  const received = new Map<string, string[]>();
  for (const channel of [jobsChannel, liveChannel]) {
    received.set(channel, []);
    await pg.listen(channel, (payload) => received.get(channel)?.push(payload));
  }
  const submitted = await Promise.all(
    Array.from({ length: 20 }, (_, index) => submitJob(actor, { slug }, { name: `job ${index}`, values: {} })),
  );
  const states = submitted.map(({ id }) => `${id}:status`).toSorted();
  await expect.poll(() => received.get(liveChannel)?.toSorted()).toEqual(states);
  expect(received.get(jobsChannel)).not.toEqual([]);
});
