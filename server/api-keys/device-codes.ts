import { createHash, randomBytes, randomInt } from "node:crypto";
import { and, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { type DeviceCode, deviceCodes, keyScopes } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { takeAttempt } from "@/server/auth/attempts";
import { keysDisabledMessage } from "@/server/auth/keys-disabled";
import { networkOf } from "@/server/auth/network";
import { requireSession } from "@/server/auth/policy";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "@/server/users/confirm";

// A program that has no browser gets an API key: RFC 8628, OAuth 2.0 Device Authorization Grant.

/** For so long a person may approve a request, and the program may fetch its key. */
const LIFETIME_SECONDS = 600;
/** How often a program may ask whether it was approved. */
export const POLL_SECONDS = 5;
/** Codes that one network may ask for in ten minutes. */
const CODES_MAX = 20;
/** Wrong codes that a person may enter in an hour. There are 20^8 codes. */
const WRONG_CODES_MAX = 20;
const USER_CODE_LENGTH = 8;
/** Letters that nobody confuses, and that make no words (RFC 8628, section 6.1). */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

export const issueDeviceCodeInput = z.object({
  program: z
    .string()
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim())
    .pipe(z.string().min(1).max(100)),
  scopes: z
    .array(z.enum(keyScopes))
    .min(1)
    .default(["read", "run"])
    .transform((scopes) => [...new Set(scopes)]),
});

export interface IssuedDeviceCode {
  secret: string;
  userCode: string;
  lifetimeSeconds: number;
}

/**
 * Starts the request of a program for a key. The secret is returned once, to the program.
 * @throws invalid, forbidden if there are no API keys here, limit
 */
export async function issueDeviceCode(
  input: z.input<typeof issueDeviceCodeInput>,
  { address }: { address: string },
): Promise<IssuedDeviceCode> {
  requireKeysEnabled();
  const { program, scopes } = issueDeviceCodeInput.parse(input);
  await takeAttempt(`device code ${networkOf(address)}`, CODES_MAX, LIFETIME_SECONDS);
  await db.delete(deviceCodes).where(lt(deviceCodes.expiresAt, sql`now() - interval '1 hour'`));
  const secret = randomBytes(32).toString("base64url");
  const userCode = newUserCode();
  const expiresAt = new Date(Date.now() + LIFETIME_SECONDS * 1000);
  await db.insert(deviceCodes).values({ secretHash: hashOf(secret), userCode, program, scopes, address, expiresAt });
  return { secret, userCode: formatUserCode(userCode), lifetimeSeconds: LIFETIME_SECONDS };
}

/** A request for a key, as the person who decides about it sees it. */
export type DeviceRequest = Pick<DeviceCode, "program" | "address" | "scopes" | "createdAt" | "userCode">;

/**
 * The open request with this code; null if there is none. Wrong codes count, so that nobody can try many.
 * @throws unauthenticated, forbidden for an API key, limit
 */
export async function findDeviceRequest(actor: Actor, text: string): Promise<DeviceRequest | null> {
  const { id } = requireSession(actor);
  const userCode = readUserCode(text);
  if (userCode === null) return null;
  const [row] = await db
    .select({
      program: deviceCodes.program,
      address: deviceCodes.address,
      scopes: deviceCodes.scopes,
      createdAt: deviceCodes.createdAt,
      userCode: deviceCodes.userCode,
    })
    .from(deviceCodes)
    .where(isUndecided(userCode));
  if (!row) await takeAttempt(`wrong device code ${id}`, WRONG_CODES_MAX, 3600);
  return row ? { ...row, userCode: formatUserCode(row.userCode) } : null;
}

/**
 * Approves or denies a request. An approved one becomes a key of the actor when the program fetches it.
 * @throws unauthenticated, forbidden for an API key, invalid (also on `confirmPassword`), limit
 */
export async function decideDeviceRequest(
  actor: Actor,
  text: string,
  { isApproved }: { isApproved: boolean },
): Promise<void> {
  const { sessionId } = requireSession(actor);
  requireKeysEnabled();
  const request = await findDeviceRequest(actor, text);
  const userCode = request && readUserCode(request.userCode);
  if (!userCode) throw uselessCode();
  if (isApproved) await requireConfirmed(actor);
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(deviceCodes)
      .set({ decision: isApproved ? "approved" : "denied", sessionId })
      .where(isUndecided(userCode))
      .returning({ program: deviceCodes.program, scopes: deviceCodes.scopes, from: deviceCodes.address });
    if (!row) throw uselessCode();
    const { program, ...detail } = row;
    const action = isApproved ? "api-key.approve" : "api-key.deny";
    await recordAudit(tx, actor, { action, target: `program:${program}`, detail });
  });
}

/** @throws forbidden */
export function requireKeysEnabled(): void {
  if (!env().WOOEY_ENABLE_API_KEYS) throw new AppError("forbidden", keysDisabledMessage());
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The code as people read it: two groups of four letters. */
function formatUserCode(userCode: string): string {
  return `${userCode.slice(0, 4)}-${userCode.slice(4)}`;
}

/** A code as it was typed: case, spaces and hyphens do not count. Null for a text that is no code. */
function readUserCode(text: string): string | null {
  const letters = text.toUpperCase().replace(/[^A-Z]/g, "");
  return letters.length === USER_CODE_LENGTH && [...letters].every((letter) => LETTERS.includes(letter))
    ? letters
    : null;
}

function newUserCode(): string {
  return Array.from({ length: USER_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

function isUndecided(userCode: string): SQL | undefined {
  return and(eq(deviceCodes.userCode, userCode), isNull(deviceCodes.decision), gt(deviceCodes.expiresAt, sql`now()`));
}

function uselessCode(): AppError {
  return new AppError("invalid", t("This code is not valid or has expired. Start again in the program."));
}
