import type { z } from "zod";
import { systemActor } from "@/server/auth/actor";
import { takeAttempt } from "@/server/auth/attempts";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { type CreatedUser, createUser, createUserInput } from "./create";

export const registerUserInput = createUserInput.pick({ username: true, password: true, email: true });

/**
 * Makes an account for somebody who asks for one: an ordinary user. The caller signs them in afterwards.
 * @throws forbidden where registration is off, limit by address, invalid ("admin" is reserved, as in Wooey), conflict
 */
export async function registerUser(
  input: z.input<typeof registerUserInput>,
  origin: { address: string },
): Promise<CreatedUser> {
  if (!env().WOOEY_ALLOW_REGISTRATION) throw new AppError("forbidden", "Registration is not open on this site.");
  const wanted = registerUserInput.parse(input);
  if (wanted.username === "admin") throw invalidField("username", "This username is reserved.");
  if (origin.address) await takeAttempt(`register ${origin.address}`, env().WOOEY_LIMIT_LOGINS_PER_MINUTE, 60);
  return createUser(systemActor, { ...wanted, role: "user" });
}
