import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, anAnonymous, aUser, bearer } from "@/db/testing/factories";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { decideDeviceRequest, findDeviceRequest, issueDeviceCode } from "./device-codes";
import { exchangeDeviceCode } from "./exchange-device-code";
import { listApiKeys } from "./list";
import { deleteApiKey } from "./manage";

const from = { address: "192.0.2.9" };
let networks = 0;
/** Codes are limited by network. */
const aCode = (input: object = {}) =>
  issueDeviceCode({ program: "wooey on laptop", ...input }, { address: `198.51.100.${++networks}` });
const ask = (headers: Record<string, string>) => actorFromRequest(new Request("http://localhost/", { headers }));
const person = async () => actorOf(await aUser());
const rewind = (secondsColumn: string, userCode: string) =>
  pg.unsafe(`update device_codes set ${secondsColumn} where user_code = $1`, [userCode.replace("-", "")]);

describe("a device code", () => {
  test("becomes one key of the person who approves it, which is listed, works and can be deleted", async () => {
    const actor = await person();
    const { secret, userCode, lifetimeSeconds } = await aCode();
    expect(userCode).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
    expect(lifetimeSeconds).toBe(600);
    expect(await exchangeDeviceCode(secret, from)).toEqual({ refusal: "authorization_pending" });
    expect(await findDeviceRequest(actor, ` ${userCode.toLowerCase().replace("-", " ")}`)).toMatchObject({
      program: "wooey on laptop",
      address: expect.stringMatching(/^198\.51\.100\./),
      scopes: ["read", "run"],
      userCode,
    });
    await decideDeviceRequest(actor, userCode, { isApproved: true });
    expect(await listApiKeys(actor)).toEqual([]);
    const results = await Promise.all([exchangeDeviceCode(secret, from), exchangeDeviceCode(secret, from)]);
    const made = results.flatMap((result) => ("key" in result ? [result] : []));
    expect(made).toEqual([{ key: expect.stringMatching(/^wooey_/), scopes: ["read", "run"], days: 90 }]);
    expect(results).toContainEqual({ refusal: "invalid_grant" });
    const [key] = await listApiKeys(actor);
    expect(key).toMatchObject({ name: "wooey on laptop", scopes: ["read", "run"], isActive: true });
    const authorization = { authorization: `Bearer ${made[0]?.key}` };
    expect(await ask(authorization)).toMatchObject({ kind: "apiKey", user: { id: actor.user.id } });
    await deleteApiKey(actor, key?.id ?? 0);
    expect(await ask(authorization)).toMatchObject({ kind: "anonymous" });
    const stored = await pg`select * from device_codes where user_code = ${userCode.replace("-", "")}`;
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  test("is of no use once it is denied, was decided, has expired, or the session in which it was approved has ended", async () => {
    const actor = await person();
    const denied = await aCode();
    await decideDeviceRequest(actor, denied.userCode, { isApproved: false });
    expect(await exchangeDeviceCode(denied.secret, from)).toEqual({ refusal: "access_denied" });
    const second = decideDeviceRequest(actor, denied.userCode, { isApproved: true });
    await expect(second).rejects.toMatchObject({ code: "invalid" });

    const expired = await aCode();
    await rewind("expires_at = now() - interval '1 second'", expired.userCode);
    expect(await exchangeDeviceCode(expired.secret, from)).toEqual({ refusal: "expired_token" });
    expect(await findDeviceRequest(actor, expired.userCode)).toBeNull();

    const ended = await aCode();
    await decideDeviceRequest(actor, ended.userCode, { isApproved: true });
    await pg`update sessions set ended_at = now() where id = ${actor.sessionId}`;
    expect(await exchangeDeviceCode(ended.secret, from)).toEqual({ refusal: "access_denied" });
    expect(await exchangeDeviceCode("unknown", from)).toEqual({ refusal: "invalid_grant" });
  });

  test("slows down a program that asks too often", async () => {
    const { secret, userCode } = await aCode();
    expect(await exchangeDeviceCode(secret, from)).toEqual({ refusal: "authorization_pending" });
    expect(await exchangeDeviceCode(secret, from)).toEqual({ refusal: "slow_down" });
    await rewind("last_polled_at = now() - interval '5 seconds'", userCode);
    expect(await exchangeDeviceCode(secret, from)).toEqual({ refusal: "authorization_pending" });
  });

  test("is decided by people alone, who gave their password lately", async () => {
    const { userCode } = await aCode();
    const user = await aUser();
    const decide = (actor: Parameters<typeof decideDeviceRequest>[0]) =>
      decideDeviceRequest(actor, userCode, { isApproved: true });
    await expect(decide(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(decide(await ask(await bearer(user)))).rejects.toMatchObject({ code: "forbidden" });
    const actor = await actorOf(user);
    await pg`update sessions set confirmed_at = now() - interval '16 minutes' where id = ${actor.sessionId}`;
    await expect(decide(actor)).rejects.toMatchObject({ fields: { confirmPassword: [expect.any(String)] } });
    await decideDeviceRequest(actor, userCode, { isApproved: false });
  });

  test("cannot be guessed: wrong codes, wrong secrets and new codes are limited", async () => {
    const actor = await person();
    const guess = () => findDeviceRequest(actor, "BCDF-GHJK");
    for (let count = 0; count < 20; count += 1) expect(await guess()).toBeNull();
    await expect(guess()).rejects.toMatchObject({ code: "limit", retryAfterSeconds: expect.any(Number) });
    const address = "203.0.113.5";
    for (let count = 0; count < 30; count += 1) await exchangeDeviceCode(`wrong ${count}`, { address });
    await expect(exchangeDeviceCode("wrong", { address })).rejects.toMatchObject({ code: "limit" });
    for (let count = 0; count < 20; count += 1) await issueDeviceCode({ program: "p" }, { address });
    await expect(issueDeviceCode({ program: "p" }, { address })).rejects.toMatchObject({ code: "limit" });
  });

  test("names the program without control characters, and refuses a name that says nothing", async () => {
    const actor = await person();
    const { userCode } = await aCode({ program: " evil\u202e\n\u0007 name ", scopes: ["run", "run"] });
    expect(await findDeviceRequest(actor, userCode)).toMatchObject({ program: "evil name", scopes: ["run"] });
    await expect(aCode({ program: "\u200b" })).rejects.toThrow();
  });
});
