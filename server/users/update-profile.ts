import { eq } from "drizzle-orm";
import type { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { createUserInput } from "./create";

export const updateProfileInput = createUserInput.pick({ fullName: true, email: true });

/** Gives the actor another full name and e-mail address. @throws unauthenticated, invalid */
export async function updateProfile(actor: Actor, input: z.input<typeof updateProfileInput>): Promise<void> {
  const { id } = requireUser(actor);
  await db.update(users).set(updateProfileInput.parse(input)).where(eq(users.id, id));
}
