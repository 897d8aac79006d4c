import { createHash, randomBytes } from "node:crypto";

/**
 * The cookie with the secret of a browser whose visitor is not signed in. The secret owns the jobs that it submitted.
 */
export const BROWSER_COOKIE = "wooey_browser";
export const BROWSER_COOKIE_SECONDS = 365 * 86_400;

/** A new browser secret: 256 random bits. */
export function newBrowserSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The stored form of a browser's secret: its SHA-256, hex. Null for a text that is not such a secret. */
export function browserHashOf(secret: string | null | undefined): string | null {
  if (!secret || !/^[\w-]{43}$/.test(secret)) return null;
  return createHash("sha256").update(secret).digest("hex");
}
