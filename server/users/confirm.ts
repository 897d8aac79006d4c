import { pg } from "@/db/client";
import type { Actor } from "@/server/auth/actor";
import { requireSession } from "@/server/auth/policy";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireOwnPassword } from "./own-password";

/** For so long after the password was given, nothing asks for it again. */
const CONFIRMED_SECONDS = 15 * 60;

/** The field in which every form asks for the password again. */
const FIELD = "confirmPassword";

/** Whether the person gave their password in this session within the last 15 minutes; true for the product itself. */
export async function isConfirmed(actor: Actor): Promise<boolean> {
  if (actor.kind === "system") return true;
  const { sessionId } = requireSession(actor);
  const rows = await pg`
    select 1 from sessions
    where id = ${sessionId} and confirmed_at > now() - make_interval(secs => ${CONFIRMED_SECONDS})`;
  return rows.length > 0;
}

/**
 * Accepts a session in which the password was given within the last 15 minutes: whoever finds an open browser cannot
 * make keys, change passwords or end sessions. @throws unauthenticated, forbidden for an API key, invalid on
 * `confirmPassword`
 */
export async function requireConfirmed(actor: Actor): Promise<void> {
  if (await isConfirmed(actor)) return;
  const [row] = await pg<{ hasPassword: boolean }[]>`
    select password_hash is not null as "hasPassword" from users where id = ${requireSession(actor).id}`;
  throw invalidField(
    FIELD,
    row?.hasPassword
      ? t("Enter your password to confirm that it is you.")
      : t("Your account has no password. Sign out, sign in again, and repeat this within 15 minutes."),
  );
}

/** Confirms with the actor's password that it is them. @throws unauthenticated, forbidden, invalid, limit */
export async function confirmWithPassword(actor: Actor, password: string): Promise<void> {
  await requireOwnPassword(actor, password, FIELD);
  await pg`update sessions set confirmed_at = now() where id = ${requireSession(actor).sessionId}`;
}
