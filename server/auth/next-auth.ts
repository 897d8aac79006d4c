import "server-only";
import { cookies, headers } from "next/headers";
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/server/env";
import { BROWSER_COOKIE, browserHashOf } from "./browser";
import { clientAddress, isSecure } from "./from-request/address";
import { cookieAttributes } from "./from-request/cookies";
import { DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, withAccount } from "./known-device";
import { authSecret } from "./secret";
import { SESSION_COOKIE, sessionIdOf } from "./session-cookie";
import { endSession, findSessionUser } from "./sessions";
import { startSession } from "./sign-in";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
}

/** Credentials sessions are JWTs in next-auth. Ours contain only the id of a row of `sessions`. */
async function config(): Promise<NextAuthConfig> {
  const seen = await headers();
  return {
    secret: authSecret(),
    trustHost: true, // web's own server has checked Host (WOOEY_ALLOWED_HOSTS)
    session: { strategy: "jwt", maxAge: env().WOOEY_SESSION_LIFETIME },
    useSecureCookies: isSecure(seen), // for Auth.js's own cookies
    pages: { signIn: "/login", signOut: "/", error: "/login" },
    cookies: {
      sessionToken: {
        name: SESSION_COOKIE,
        options: { ...cookieAttributes, secure: isSecure(seen) },
      },
    },
    // Otherwise every wrong password would log ten lines. Real errors are thrown, and logged there.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    providers: [Credentials({ credentials: { username: {}, password: { type: "password" } }, authorize })],
    callbacks: { jwt, session: ({ session }) => ({ ...session, user: undefined }) },
    events: { signOut: endSignedSession },
  };
}

const authorize: NonNullable<Parameters<typeof Credentials>[0]["authorize"]> = async (given, request) => {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const jar = await cookies();
  try {
    const { userId, sessionId } = await startSession(
      { username: text(given.username), password: text(given.password) },
      {
        address: clientAddress(request.headers),
        userAgent: request.headers.get("user-agent") ?? "",
        browserHash: browserHashOf(jar.get(BROWSER_COOKIE)?.value),
        deviceCookie: jar.get(DEVICE_COOKIE)?.value,
        sessionId: await sessionIdOf(jar.get(SESSION_COOKIE)?.value),
      },
    );
    jar.set(DEVICE_COOKIE, withAccount(jar.get(DEVICE_COOKIE)?.value, userId), {
      ...cookieAttributes,
      secure: isSecure(request.headers),
      maxAge: DEVICE_COOKIE_SECONDS,
    });
    return { id: String(userId), sessionId };
  } catch (error) {
    throw new CredentialsSignin("The sign-in was refused.", {
      cause: { err: error instanceof Error ? error : new Error(String(error)) },
    });
  }
};

const jwt: NonNullable<NonNullable<NextAuthConfig["callbacks"]>["jwt"]> = async ({ token, user }) => {
  if (user) return { sid: user.sessionId };
  if (typeof token.sid !== "string") return null;
  return (await findSessionUser(token.sid, clientAddress(await headers()))) ? token : null;
};

async function endSignedSession(message: unknown): Promise<void> {
  // Auth.js's event contains the token, whose `sid` is checked below.
  const sessionId = (message as { token?: { sid?: unknown } | null }).token?.sid;
  if (typeof sessionId === "string") await endSession(sessionId, clientAddress(await headers()));
}

const nextAuth = NextAuth(config);

/** The handlers of /api/auth/…. */
export const { handlers } = nextAuth;

/**
 * Signs this browser in by username and password: sets the session's cookie. Call it only in server actions.
 * @throws invalid, limit
 */
export async function signIn(input: { username: string; password: string }): Promise<void> {
  try {
    await nextAuth.signIn("credentials", { ...input, redirect: false, redirectTo: "/" });
  } catch (error) {
    const cause = error instanceof AuthError ? error.cause?.err : undefined;
    throw cause ?? error;
  }
}

/** Signs this browser out: ends its session and removes its cookie. Call it only in server actions. */
export async function signOut(): Promise<void> {
  await nextAuth.signOut({ redirect: false, redirectTo: "/" });
}
