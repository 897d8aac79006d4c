import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import {
  type ActingUser,
  type Actor,
  isAdministrator,
  isAdministratorReader,
  isStaff,
  isStaffReader,
  userOf,
} from "./actor";

/** The user behind the actor. @throws unauthenticated if there is none (Wooey's text). */
export function requireUser(actor: Actor): ActingUser {
  const user = userOf(actor);
  if (!user) throw new AppError("unauthenticated", t("Must be authenticated to use this method."));
  return user;
}

/**
 * Accepts staff, administrators and the product itself (Wooey 0.14, `requires_staff`, with its text).
 * @throws unauthenticated, forbidden
 */
export function requireStaff(actor: Actor): void {
  if (isStaff(actor)) return;
  requireUser(actor);
  throw new AppError("forbidden", t("You do not have permission to manage scripts."));
}

/** Accepts those who see what staff see. @throws unauthenticated, forbidden */
export function requireStaffReader(actor: Actor): void {
  if (!isStaffReader(actor)) requireStaff(actor);
}

/**
 * The user who is signed in with a session; for what belongs to the account itself and not to its programs.
 * @throws unauthenticated, forbidden for an API key
 */
export function requireSession(actor: Actor): ActingUser & { sessionId: string } {
  const user = requireUser(actor);
  if (actor.kind === "user") return { ...user, sessionId: actor.sessionId };
  throw new AppError("forbidden", t("An API key cannot do this. Sign in to the site."));
}

/** Accepts administrators and the product itself. @throws unauthenticated, forbidden */
export function requireAdministrator(actor: Actor): void {
  if (isAdministrator(actor)) return;
  requireUser(actor);
  throw new AppError("forbidden", t("Only an administrator can do this."));
}

/** Accepts those who see what administrators see. @throws unauthenticated, forbidden */
export function requireAdministratorReader(actor: Actor): void {
  if (!isAdministratorReader(actor)) requireAdministrator(actor);
}
