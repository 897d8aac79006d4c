import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { type DeviceCode, deviceCodes } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { takeAttempt } from "@/server/auth/attempts";
import { networkOf } from "@/server/auth/network";
import { findUserOfSession } from "@/server/auth/sessions";
import { insertKeyRow } from "./create";
import { hashOf, POLL_SECONDS, requireKeysEnabled } from "./device-codes";

/** For how many days a key is valid that a program got. */
const KEY_DAYS = 90;
/** Unknown secrets that one network may send in a minute. */
const WRONG_SECRETS_MAX = 30;

/** Why there is no key yet, or will be none, in the words of RFC 8628, section 3.5. */
export type DeviceRefusal = "authorization_pending" | "slow_down" | "access_denied" | "expired_token" | "invalid_grant";

export type ExchangedDeviceCode =
  | { key: string; scopes: DeviceCode["scopes"]; days: number }
  | { refusal: DeviceRefusal };

/**
 * Exchanges the secret of a program for its key, once, after a person has approved it. The key belongs to that person and
 * is made now, so that nobody else can ever read it. @throws forbidden if there are no API keys here, limit
 */
export async function exchangeDeviceCode(
  secret: string,
  { address }: { address: string },
): Promise<ExchangedDeviceCode> {
  requireKeysEnabled();
  const [code] = await db
    .select()
    .from(deviceCodes)
    .where(eq(deviceCodes.secretHash, hashOf(secret)));
  if (!code || code.usedAt) {
    await takeAttempt(`wrong device secret ${networkOf(address)}`, WRONG_SECRETS_MAX, 60);
    return { refusal: "invalid_grant" };
  }
  if (code.expiresAt <= new Date()) return { refusal: "expired_token" };
  if (code.decision === null) return { refusal: await recordPoll(code) };
  const user = code.decision === "denied" || !code.sessionId ? null : await findUserOfSession(code.sessionId);
  // The session in which it was approved may have ended meanwhile.
  if (!user || !code.sessionId) return { refusal: "access_denied" };
  return makeKey(code, { kind: "user", user, sessionId: code.sessionId, address });
}

async function recordPoll({ id, lastPolledAt }: DeviceCode): Promise<DeviceRefusal> {
  await db.update(deviceCodes).set({ lastPolledAt: new Date() }).where(eq(deviceCodes.id, id));
  // Programs wait for five seconds; a second is left for the network.
  const isTooEarly = lastPolledAt !== null && Date.now() - lastPolledAt.getTime() < (POLL_SECONDS - 1) * 1000;
  return isTooEarly ? "slow_down" : "authorization_pending";
}

/** Of two requests with the same secret, one gets the key. */
async function makeKey(
  { id, program: name, scopes }: DeviceCode,
  actor: Actor & { kind: "user" },
): Promise<ExchangedDeviceCode> {
  return db.transaction(async (tx) => {
    const [used] = await tx
      .update(deviceCodes)
      .set({ usedAt: new Date() })
      .where(and(eq(deviceCodes.id, id), eq(deviceCodes.decision, "approved"), isNull(deviceCodes.usedAt)))
      .returning({ id: deviceCodes.id });
    if (!used) return { refusal: "invalid_grant" };
    const detail = { by: "device code" };
    const row = { userId: actor.user.id, name, days: KEY_DAYS, scopes, scriptIds: null, detail };
    const { key } = await insertKeyRow(tx, actor, row);
    return { key, scopes, days: KEY_DAYS };
  });
}
