import { describe, expect, test } from "vitest";
import { actorOf, aUser } from "@/db/testing/factories";
import { decideDeviceRequest } from "@/server/api-keys/device-codes";
import { callOperation } from "../testing/operation";

let networks = 0;
const form = (fields: Record<string, string>) => ({
  headers: { "content-type": "application/x-www-form-urlencoded", "x-wooey-address": `198.51.100.${++networks}` },
  body: new URLSearchParams(fields).toString(),
});
const grant = "urn:ietf:params:oauth:grant-type:device_code";
const start = (fields: Record<string, string>) => callOperation("startDeviceLogin", form(fields));
const take = (device_code: string, grant_type = grant) =>
  callOperation("takeDeviceToken", form({ grant_type, device_code }));

describe("the device grant (RFC 8628)", () => {
  test("200 with codes, 400 while nobody has approved it, and then 200 with a key, once", async () => {
    const { status, json } = await start({ client_id: "wooey on laptop", scope: "read" });
    expect([status, json]).toEqual([
      200,
      {
        device_code: expect.stringMatching(/^[\w-]{43}$/),
        user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
        verification_uri: "http://wooey.test/device/",
        verification_uri_complete: `http://wooey.test/device/?code=${json.user_code}`,
        expires_in: 600,
        interval: 5,
      },
    ]);
    const pending = await take(json.device_code);
    expect([pending.status, pending.json.error]).toEqual([400, "authorization_pending"]);
    expect((await take(json.device_code)).json.error).toBe("slow_down");
    await decideDeviceRequest(await actorOf(await aUser()), json.user_code, { isApproved: true });
    const done = await take(json.device_code);
    expect([done.status, done.json]).toEqual([
      200,
      { access_token: expect.stringMatching(/^wooey_/), token_type: "Bearer", expires_in: 7_776_000, scope: "read" },
    ]);
    expect((await take(json.device_code)).json.error).toBe("invalid_grant");
    const me = await callOperation("getMe", { headers: { authorization: `Bearer ${done.json.access_token}` } });
    expect(me.json.key).toMatchObject({ name: "wooey on laptop", scopes: ["read"] });
  });

  test("400 for a name that says nothing, an unknown scope and another grant", async () => {
    expect((await start({})).status).toBe(400);
    expect((await start({ client_id: " " })).status).toBe(400);
    expect((await start({ client_id: "x", scope: "everything" })).status).toBe(400);
    expect((await take("x", "password")).json.error).toBe("unsupported_grant_type");
  });

  test("429 for an address that asks again and again", async () => {
    const same = form({ client_id: "x" });
    const statuses = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await callOperation("startDeviceLogin", same)).status);
    expect(new Set(statuses.slice(0, 20))).toEqual(new Set([200]));
    expect(statuses.at(-1)).toBe(429);
  });
});
