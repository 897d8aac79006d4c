import { expect, test } from "vitest";
import { anApiKey, aScript, aUser, aUserGroup } from "@/db/testing/factories";
import { callOperation } from "../testing/operation";

test("200 for /me with the account, its groups and what the key allows", async () => {
  const group = await aUserGroup();
  const user = await aUser({ fullName: "Ada", groupIds: [group.id] });
  const script = await aScript();
  const { key, id } = await anApiKey({ userId: user.id, scopes: ["read"], scriptIds: [script.id], name: "laptop" });
  const { status, json } = await callOperation("getMe", { headers: { authorization: `Bearer ${key}` } });
  expect(status).toBe(200);
  expect(json).toEqual({
    username: user.username,
    fullName: "Ada",
    role: "user",
    userGroups: [group.name],
    key: { id, name: "laptop", scopes: ["read"], scripts: [script.slug], expiresAt: null },
  });
});
