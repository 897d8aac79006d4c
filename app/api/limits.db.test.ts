import { beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, anApiKey, aScript, aStaffUser } from "@/db/testing/factories";
import { env } from "@/server/env";
import { endpoints } from "@/server/openapi/endpoints";
import { callEndpoint, databaseState } from "./testing/endpoint";

let key: Awaited<ReturnType<typeof anApiKey>>;
let params: Record<string, string>;
const headers = () => ({ authorization: `Bearer ${key.key}` });
const countedIds = ["addOrUpdateScripts", "submitJob", "resubmitJob"];
const counted = endpoints.filter((endpoint) => countedIds.includes(endpoint.id));
const attempts = async () => pg`select key, points from attempts order by key`;

beforeEach(async () => {
  key = await anApiKey({ userId: (await aStaffUser()).id });
  const { slug, version } = await aScript();
  const job = await aJob({ ownerId: key.userId, versionId: version.id, status: "completed" });
  params = { slug, versionId: String(version.id), id: String(job.id) };
});

describe.each(counted.map((endpoint) => [endpoint.id, endpoint] as const))("%s", (_, endpoint) => {
  test("429 with Retry-After beyond what a key may send in a second; another key of the person goes on", async () => {
    const pointsMax = env().WOOEY_LIMIT_SUBMITS_PER_SECOND;
    await pg`insert into attempts values (${`submit:key:${key.id}`}, ${pointsMax}, now() + interval '1 minute')`;
    const before = await databaseState();
    const body = () => new URLSearchParams({ job_name: "x" });
    const refused = await callEndpoint(endpoint, params, { headers: headers(), body: body() });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await databaseState()).toEqual(before);
    key = await anApiKey({ userId: key.userId });
    const other = await callEndpoint(endpoint, params, { headers: headers(), body: body() });
    // Without a file there is nothing to add.
    expect(other.status).toBe(endpoint.id === "addOrUpdateScripts" ? 400 : 200);
  });

  test("403 costs no write", async () => {
    const before = await attempts();
    expect((await callEndpoint(endpoint, params, { body: new URLSearchParams() })).status).toBe(403);
    expect(await attempts()).toEqual(before);
  });
});

test("a read counts nothing", async () => {
  const before = await attempts();
  for (const endpoint of endpoints.filter(({ method }) => method === "get")) {
    expect((await callEndpoint(endpoint, params, { headers: headers() })).status).toBe(200);
  }
  expect(await attempts()).toEqual(before);
});
