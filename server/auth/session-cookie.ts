import { decode } from "next-auth/jwt";
import { authSecret } from "./secret";

/** With https it is `Secure`, and browsers know it as `__Host-wooey_session` (bin/web/cookies.ts). */
export const SESSION_COOKIE = "wooey_session";

/** The session's id in the cookie's value; null for a missing, forged or expired one. */
export async function sessionIdOf(cookie: string | null | undefined): Promise<string | null> {
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: authSecret(), salt: SESSION_COOKIE });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    return null; // not ours: jose throws for every text that it cannot decrypt
  }
}
