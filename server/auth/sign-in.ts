import { z } from "zod";
import { pg } from "@/db/client";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { usernameInput } from "@/server/users/username";
import { forgetOldAttempts } from "./attempts";
import { knownDeviceOf } from "./known-device";
import { verifyPassword } from "./password";
import { endSession, openSession } from "./sessions";
import { admitSignIn, returnSignIn } from "./throttle";

const required = { error: () => t("This field is required.") };

export const signInInput = z.object({
  username: usernameInput,
  // Longer than any real password: hashing megabytes of text would be a cheap way to keep the server busy.
  password: z.string(required).min(1, required).max(1024),
});

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
 * Checks username and password and starts a session, whose id it returns. The browser's previous session ends. Jobs that the browser submitted anonymously
 * now belong to the user. A wrong name and a wrong password look the same and take as long.
 * @throws invalid (Wooey's text), limit after wrong attempts (see `admitSignIn`)
 */
export async function startSession(
  input: z.input<typeof signInInput>,
  origin: SignInOrigin,
): Promise<{ userId: number; sessionId: string }> {
  const { username, password } = signInInput.parse(input);
  const [user] = await pg<{ id: number; password_hash: string | null }[]>`
    select id, password_hash from users where username = ${username} and is_active`;
  const device = knownDeviceOf(origin.deviceCookie, user?.id ?? 0);
  const attempt = await admitSignIn({ username, address: origin.address, device });
  const isRight = await verifyPassword(user?.password_hash ?? null, password);
  if (!user || !isRight) throw new AppError("invalid", t("You have entered an invalid username or password."));
  await returnSignIn(attempt);
  await forgetOldAttempts();
  if (origin.browserHash) await adoptJobs(user.id, origin.browserHash);
  if (origin.sessionId) await endSession(origin.sessionId);
  return { userId: user.id, sessionId: await openSession(user.id, origin) };
}

async function adoptJobs(userId: number, browserHash: string): Promise<void> {
  await pg`
    update jobs set owner_id = ${userId}, browser_hash = null where browser_hash = ${browserHash} and owner_id is null`;
}
