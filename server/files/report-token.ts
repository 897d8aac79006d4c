import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type Actor, userOf } from "@/server/auth/actor";
import { secretFor } from "@/server/auth/secret";

/** The permission to load one report once its page was opened. */
export interface ReportGrant {
  fileId: number;
  /** The job's `linkGeneration`: the permission ends when it grows. */
  linkGeneration: number;
  /** Who opened the page (`readerOf`). */
  reader: string;
}

/** How long after the page the report in it can be loaded. */
const VALID_SECONDS = 120;

/** A signed, short-lived token for the address of a report, bound to the file and to the person who opened its page. */
export function createReportToken({ fileId, linkGeneration, reader }: ReportGrant, now = Date.now()): string {
  const expires = Math.floor(now / 1000) + VALID_SECONDS;
  const content = `${fileId}.${linkGeneration}.${reader}.${expires}.${randomBytes(9).toString("base64url")}`;
  return `${content}.${signatureOf(content)}`;
}

const tokenFormat =
  /^(?<content>(?<id>[1-9]\d{0,9})\.(?<generation>\d{1,10})\.(?<reader>\w{1,40})\.(?<expires>\d{1,12})\.[\w-]{12})\.(?<signature>[\w-]{43})$/;

/** The grant in a token; null if this server has not issued the token, or if it has expired. */
export function readReportToken(token: string, now = Date.now()): ReportGrant | null {
  const groups = tokenFormat.exec(token)?.groups;
  if (!groups) return null;
  const { content = "", id, generation, reader = "", expires, signature = "" } = groups;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(content)))) return null;
  if (Number(expires) * 1000 < now) return null;
  return { fileId: Number(id), linkGeneration: Number(generation), reader };
}

/** How a token names a person: the account, the API key, or the browser of a visitor. */
export function readerOf(actor: Actor): string {
  if (actor.kind === "apiKey") return `k${actor.apiKeyId}`;
  const user = userOf(actor);
  if (user) return `u${user.id}`;
  return actor.kind === "anonymous" && actor.browserHash ? `b${actor.browserHash.slice(0, 32)}` : "v";
}

const usedTokens = new Map<string, number>();
const USED_MAX = 10_000;

/** Uses a token up. Returns whether it had not been used before. Tokens are remembered until they expire. */
export function spendReportToken(token: string, now = Date.now()): boolean {
  for (const [used, expiresAt] of usedTokens) {
    if (expiresAt > now && usedTokens.size < USED_MAX) break;
    usedTokens.delete(used);
  }
  if (usedTokens.has(token)) return false;
  usedTokens.set(token, now + VALID_SECONDS * 1000);
  return true;
}

function signatureOf(content: string): string {
  return createHmac("sha256", secretFor("report")).update(content).digest("base64url");
}
