import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { areOpen, areWaiting } from "@/db/job-conditions";
import { jobs, jobTags } from "@/db/schema/jobs";
import { accountLinks, users } from "@/db/schema/users";
import { insertEndsOf } from "@/inngest/client";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator, requireSession } from "@/server/auth/policy";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "./confirm";
import { keepAnAdministrator } from "./last-administrator";
import { requireOwnPassword } from "./own-password";
import { findUser, type Person, requirePerson } from "./queries";

/**
 * What happens to the jobs of a deleted account: `delete` them; `keep` them without an owner, visible only to staff;
 * `give` them to another user. They never become public (in Wooey they do).
 */
export const jobsChoices = ["delete", "keep", "give"] as const;

export const deleteUserInput = z.object({
  jobs: z.enum(jobsChoices, { error: () => t("Choose what happens to the jobs.") }),
  /** The username of the person who receives them. */
  receiver: z.string().default(""),
});

/**
 * Deletes an account with its sessions, keys, memberships and favourites, and treats its jobs as chosen.
 * @throws unauthenticated, forbidden unless administrator, not_found, invalid, conflict for the last administrator
 */
export async function deleteUser(actor: Actor, userId: number, input: z.input<typeof deleteUserInput>): Promise<void> {
  requireAdministrator(actor);
  await requireConfirmed(actor);
  await removeAccount(actor, userId, deleteUserInput.parse(input));
}

export const deleteOwnAccountInput = z.object({
  password: z.string().max(1024),
  jobs: z.enum(["delete", "keep"], { error: () => t("Choose what happens to your jobs.") }),
});

/**
 * Deletes the actor's own account. Wrong tries of the password make this session wait.
 * @throws unauthenticated, invalid (on `password` or `jobs`), limit, conflict for the last administrator
 */
export async function deleteOwnAccount(actor: Actor, input: z.input<typeof deleteOwnAccountInput>): Promise<void> {
  const user = requireSession(actor);
  const { password, jobs: choice } = deleteOwnAccountInput.parse(input);
  await requireOwnPassword(actor, password, "password");
  await removeAccount(actor, user.id, { jobs: choice, receiver: "" });
}

async function removeAccount(actor: Actor, userId: number, choice: z.output<typeof deleteUserInput>): Promise<void> {
  const receiver = choice.jobs === "give" ? await requireReceiver(choice.receiver, userId) : null;
  await db.transaction(async (tx) => {
    await keepAnAdministrator(tx, userId);
    const person = await requirePerson(tx, userId);
    // This comes first, so that nobody submits a job as this person while their jobs are processed.
    await tx.update(users).set({ isActive: false }).where(eq(users.id, userId));
    await settleJobs(tx, userId, { receiver, choice: choice.jobs });
    await tx.delete(accountLinks).where(and(eq(accountLinks.createdById, userId), isNull(accountLinks.usedAt)));
    const detail = { jobs: choice.jobs, ...(receiver ? { receiver: receiver.username } : {}) };
    await recordAudit(tx, actor, { action: "user.delete", target: `user:${person.username}`, detail });
    await tx.delete(users).where(eq(users.id, userId));
  });
}

async function requireReceiver(username: string, userId: number): Promise<Person> {
  const person = await findUser(username);
  if (!person?.isActive) throw invalidField("receiver", t("There is no active account with this username."));
  if (person.id === userId) throw invalidField("receiver", t("This is the account that you are deleting."));
  return person;
}

async function settleJobs(
  tx: Queryable,
  userId: number,
  { receiver, choice }: { receiver: Person | null; choice: (typeof jobsChoices)[number] },
): Promise<void> {
  const isTheirs = eq(jobs.ownerId, userId);
  if (choice === "keep") {
    await tx.update(jobs).set({ ownerId: null, visibility: "private", idempotencyKey: null }).where(isTheirs);
  } else if (receiver) {
    // Removes the idempotency keys, because two people may have used the same key.
    await tx.update(jobs).set({ ownerId: receiver.id, idempotencyKey: null }).where(isTheirs);
    await tx.update(jobTags).set({ ownerId: receiver.id }).where(eq(jobTags.ownerId, userId));
  } else {
    await tx
      .update(jobs)
      .set({ deletedAt: sql`coalesce(${jobs.deletedAt}, now())`, visibility: "private" })
      .where(isTheirs);
    await stopAll(tx, userId);
  }
}

/** Waiting jobs end here; running ones are killed by their worker, which checks every second. */
async function stopAll(tx: Queryable, userId: number): Promise<void> {
  const isTheirs = eq(jobs.ownerId, userId);
  await tx
    .update(jobs)
    .set({ stopRequestedAt: sql`coalesce(${jobs.stopRequestedAt}, now())`, killRequested: true })
    .where(and(isTheirs, areOpen()));
  const ended = await tx
    .update(jobs)
    .set({ status: "stopped", endedBy: "user", endedAt: sql`now()` })
    .where(and(isTheirs, areWaiting()))
    .returning({ id: jobs.id });
  await tx.execute(sql.raw(insertEndsOf(ended.map(({ id }) => id))));
}
