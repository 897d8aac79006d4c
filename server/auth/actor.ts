import type { Role } from "@/db/schema/users";

/** A signed-in user: an active account, with its user groups. */
export interface ActingUser {
  id: number;
  username: string;
  fullName: string;
  role: Role;
  groupIds: number[];
}

/**
 * Who calls. Every verb takes an actor first, and reads only what this actor may see. `address`: where the
 * request comes from, for the audit.
 */
export type Actor =
  | { kind: "user"; user: ActingUser; sessionId: string; address?: string }
  | { kind: "apiKey"; user: ActingUser; apiKeyId: number; address?: string }
  /**
   * `browserHash` is the SHA-256 (hex) of the secret of the browser that owns anonymous jobs; null before it has one.
   */
  | { kind: "anonymous"; browserHash: string | null; address?: string }
  /** The product itself: the worker, durable functions, the command line. */
  | { kind: "system" };

/** The user behind an actor; null for anonymous and system. */
export function userOf(actor: Actor): ActingUser | null {
  return actor.kind === "user" || actor.kind === "apiKey" ? actor.user : null;
}

/** Whether the actor manages scripts: staff, administrators, and the product itself. */
export function isStaff(actor: Actor): boolean {
  if (actor.kind === "system") return true;
  const user = userOf(actor);
  return user?.role === "staff" || user?.role === "administrator";
}

/** Whether the actor manages users and the instance. */
export function isAdministrator(actor: Actor): boolean {
  return actor.kind === "system" || userOf(actor)?.role === "administrator";
}

/** An actor who is not signed in yet when they create an account or choose a password: only their address is known. */
export function visitorFrom({ address }: { address: string }): Actor {
  return { kind: "anonymous", browserHash: null, ...(address ? { address } : {}) };
}

export const systemActor: Actor = { kind: "system" };
