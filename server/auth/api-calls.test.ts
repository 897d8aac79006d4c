import { expect, test } from "vitest";
import { env } from "@/server/env";
import type { Actor } from "./actor";
import { takeApiCall } from "./api-calls";

const keyActor = (apiKeyId: number): Actor => ({
  kind: "apiKey",
  apiKeyId,
  user: { id: 1, username: "u", fullName: "", role: "user", groupIds: [] },
  access: { scopes: ["read"], scriptIds: null },
});

test("a key that calls more often in a minute than allowed has to wait for its end; other keys do not", () => {
  const callsMax = env().WOOEY_LIMIT_API_CALLS_PER_MINUTE;
  const start = 1_000_000;
  for (let call = 0; call < callsMax; call += 1) takeApiCall(keyActor(1), start + call);
  const refused = { code: "limit", retryAfterSeconds: 30 };
  expect(() => takeApiCall(keyActor(1), start + 30_000)).toThrow(expect.objectContaining(refused));
  takeApiCall(keyActor(2), start + 30_000);
  takeApiCall(keyActor(1), start + 60_000);
});
