import { eq } from "drizzle-orm";
import type { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireSession } from "@/server/auth/policy";
import { createUserInput } from "./create";

export const updateProfileInput = createUserInput.pick({ fullName: true, email: true });

/** Changes the actor's full name and email address. @throws unauthenticated, invalid */
export async function updateProfile(actor: Actor, input: z.input<typeof updateProfileInput>): Promise<void> {
  const { id, username } = requireSession(actor);
  const profile = updateProfileInput.parse(input);
  await db.transaction(async (tx) => {
    const { fullName, email } = users;
    const [before] = await tx.select({ fullName, email }).from(users).where(eq(users.id, id)).for("update");
    const changed = (["fullName", "email"] as const).filter((name) => before?.[name] !== profile[name]);
    if (changed.length === 0) return;
    await tx.update(users).set(profile).where(eq(users.id, id));
    // Only the fields' names, because the audit is kept forever and their values are personal.
    await recordAudit(tx, actor, { action: "user.profile", target: `user:${username}`, detail: { changed } });
  });
}
