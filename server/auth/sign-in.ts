import { z } from "zod";
import { db, pg } from "@/db/client";
import { recordSecurityEvent } from "@/server/audit/security-events";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { makeLink } from "@/server/users/links";
import { usernameInput } from "@/server/users/username";
import { type Actor, systemActor, visitorFrom } from "./actor";
import { forgetOldAttempts } from "./attempts";
import { knownDeviceOf } from "./known-device";
import { verifyPassword } from "./password";
import { endSession, findSessionUser, openSession } from "./sessions";
import { admitSignIn, returnSignIn } from "./throttle";

const required = { error: () => t("This field is required.") };

export const signInInput = z.object({
  username: usernameInput,
  // Longer than any real password: hashing megabytes of text would be a cheap way to keep the server busy.
  password: z.string(required).min(1, required).max(1024),
});

/** The password was right, and has to be replaced first: with the secret of a password link. */
export class TemporaryPasswordError extends AppError {
  readonly linkSecret: string;

  constructor(linkSecret: string) {
    super("forbidden", t("Choose a password first."));
    this.name = "TemporaryPasswordError";
    this.linkSecret = linkSecret;
  }
}

/**
 * Who signs in from where: for the list of sessions, for limits, and for jobs that this browser submitted earlier.
 * `deviceCookie` is the value of DEVICE_COOKIE, and `sessionId` the session in which this browser was signed in.
 */
export interface SignInOrigin {
  address: string;
  userAgent: string;
  browserHash: string | null;
  deviceCookie?: string | undefined;
  sessionId?: string | null;
}

/**
 * Checks username and password and starts a session, whose id it returns. The browser's previous session ends, and jobs
 * that it submitted anonymously now belong to the user. A wrong name and a wrong password look the same and take as
 * long. Each outcome is recorded in the audit.
 * @throws invalid (Wooey's text), limit after wrong attempts (see `admitSignIn`), TemporaryPasswordError
 */
export async function startSession(
  input: z.input<typeof signInInput>,
  origin: SignInOrigin,
): Promise<{ userId: number; sessionId: string }> {
  const { username, password } = signInInput.parse(input);
  const [account] = await pg<Account[]>`
    select id, password_hash, is_active, temporary_until from users where username = ${username}`;
  const user = account?.is_active ? account : null;
  const device = knownDeviceOf(origin.deviceCookie, user?.id ?? 0);
  const { address } = origin;
  const attempt = await admitSignIn({ username, address, device }).catch(async (error: unknown) => {
    await recordFailure(origin, "session.slow", account ? username : null);
    throw error;
  });
  const isRight = await verifyPassword(user?.password_hash ?? null, password);
  if (!user || !isRight) {
    await recordFailure(origin, "session.fail", account ? username : null);
    throw new AppError("invalid", t("You have entered an invalid username or password."));
  }
  await returnSignIn(attempt);
  if (user.temporary_until) throw await replaceTemporary(user.id, user.temporary_until);
  await forgetOldAttempts();
  if (origin.browserHash) await adoptJobs(user.id, origin.browserHash);
  if (origin.sessionId) await endSession(origin.sessionId, address);
  const sessionId = await openSession(user.id, origin);
  await recordStart(sessionId, origin, { isKnownDevice: device !== null });
  return { userId: user.id, sessionId };
}

interface Account {
  id: number;
  password_hash: string | null;
  is_active: boolean;
  temporary_until: Date | null;
}

/** A temporary password opens no session. It only gives the person a link to choose a password. */
async function replaceTemporary(userId: number, until: Date): Promise<AppError> {
  if (until < new Date()) {
    const message = t("This temporary password has expired. Ask the administrator of this site for a new one.");
    return new AppError("invalid", message);
  }
  const { secret } = await makeLink(db, systemActor, { kind: "password", userId, hours: 1 });
  return new TemporaryPasswordError(secret);
}

async function recordStart(
  sessionId: string,
  { address, userAgent }: SignInOrigin,
  detail: { isKnownDevice: boolean },
) {
  const user = await findSessionUser(sessionId, address);
  if (!user) return; // The account was disabled at this moment.
  const actor: Actor = { kind: "user", user, sessionId, address };
  const browser = userAgent.slice(0, 100);
  await recordSecurityEvent(actor, {
    action: "session.start",
    target: `user:${user.username}`,
    detail: { ...detail, browser },
  });
}

/** What was typed as a username that does not exist is not recorded: it may be a password. */
async function recordFailure(
  { address }: SignInOrigin,
  action: "session.fail" | "session.slow",
  username: string | null,
) {
  const target = username === null ? "user:?" : `user:${username}`;
  // Whoever is slowed down may try many times a second, which is one event.
  const once = action === "session.slow" ? { onceFor: `${target} ${address}` } : {};
  await recordSecurityEvent(visitorFrom({ address }), { action, target, ...once });
}

async function adoptJobs(userId: number, browserHash: string): Promise<void> {
  await pg`
    update jobs set owner_id = ${userId}, browser_hash = null where browser_hash = ${browserHash} and owner_id is null`;
}
