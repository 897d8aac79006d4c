import { beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "@/db/schema/users";
import { anApiKey, aScript, aStaffUser, aUser, bearer } from "@/db/testing/factories";
import type { Operation } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import { databaseState } from "../testing/endpoint";
import { callOperation } from "../testing/operation";

// What is refused before an operation reads anything: every operation is asked. What each role gets of real objects is in
// the table of permissions (e2e/permissions/).

let slug: string;
let userHeaders: Record<string, string>;
beforeAll(async () => {
  slug = (await aScript()).slug;
  userHeaders = await bearer(await aUser());
});

const guarded = operations.filter(({ who }) => who !== "anyone");
const titled = (listed: Operation[]) =>
  listed.map((each) => [`${each.method.toUpperCase()} ${each.path}`, each] as const);

function call({ id, method }: Operation, headers: Record<string, string>) {
  const params = { slug, id: "1", name: "x", version: "1", path: ["x"] };
  return callOperation(id, { params, headers, ...(method === "get" ? {} : { json: {} }) });
}

describe.each(titled(guarded))("%s", (_, operation) => {
  test("401 without a credential and for a key that does not work, and nothing changes", async () => {
    const { key } = await anApiKey({ expiresAt: new Date(Date.now() - 1000) });
    const before = await databaseState();
    const all: Record<string, string>[] = [{}, { authorization: "Bearer x" }, { authorization: `Bearer ${key}` }];
    for (const headers of all) {
      const answer = await call(operation, headers);
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, expect.stringMatching(/^Bearer /)]);
    }
    expect(await databaseState()).toEqual(before);
  });
});

describe.each(titled(guarded.filter(({ scope }) => scope !== null)))("%s", (_, operation) => {
  test("403 for a key without the scope, which the problem names, and nothing changes", async () => {
    const scopes = keyScopes.filter((scope) => scope !== operation.scope);
    const { key } = await anApiKey({ scopes });
    const before = await databaseState();
    const { status, json } = await call(operation, { authorization: `Bearer ${key}` });
    expect([status, json.detail]).toEqual([403, expect.stringContaining(operation.scope ?? "")]);
    expect(await databaseState()).toEqual(before);
  });
});

const management = operations.filter(({ who }) => who === "staff" || who === "administrators");
describe.each(titled(management))("%s", (_, operation) => {
  test("403 for a user without the role, and for a key for certain scripts", async () => {
    const { key } = await anApiKey({ userId: (await aStaffUser()).id, scriptIds: [1] });
    expect((await call(operation, userHeaders)).status).toBe(403);
    expect((await call(operation, { authorization: `Bearer ${key}` })).status).toBe(403);
  });
});
