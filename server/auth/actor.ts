import type { KeyScope, Role } from "@/db/schema/users";

/** A signed-in user: an active account, with its user groups. */
export interface ActingUser {
  id: number;
  username: string;
  fullName: string;
  role: Role;
  groupIds: number[];
}

/** What an API key allows, and the ids of the only scripts that it is for; null for all scripts. */
export interface KeyAccess {
  scopes: KeyScope[];
  scriptIds: number[] | null;
}

/**
 * Who calls. Every verb takes an actor first, and reads only what this actor may see. `address`: where the
 * request comes from, for the audit.
 */
export type Actor =
  | { kind: "user"; user: ActingUser; sessionId: string; address?: string }
  /** `client`: the name of the program that uses the key, as the program states it (server/auth/client-name.ts). */
  | { kind: "apiKey"; user: ActingUser; apiKeyId: number; access: KeyAccess; address?: string; client?: string }
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

/** The name of the program that calls for the actor; null if a person calls or the program does not name itself. */
export function clientOf(actor: Actor): string | null {
  return (actor.kind === "apiKey" && actor.client) || null;
}

/** Whether the actor may do what a scope names. Only API keys have less than all scopes. */
export function hasScope(actor: Actor, scope: KeyScope): boolean {
  return actor.kind !== "apiKey" || actor.access.scopes.includes(scope);
}

/** The ids of the only scripts with which the actor has to do; null for all scripts. */
export function scriptIdsOf(actor: Actor): number[] | null {
  return actor.kind === "apiKey" ? actor.access.scriptIds : null;
}

/** Whether the actor manages scripts: staff, administrators, and the product itself; of their keys, those that manage. */
export function isStaff(actor: Actor): boolean {
  return hasStaffRole(actor) && managesEverything(actor);
}

/** Whether the actor sees what staff see. A key for certain scripts does not, whoever owns it. */
export function isStaffReader(actor: Actor): boolean {
  return hasStaffRole(actor) && (managesEverything(actor) || (hasScope(actor, "read") && scriptIdsOf(actor) === null));
}

/** Whether the actor manages users and the instance. */
export function isAdministrator(actor: Actor): boolean {
  if (actor.kind === "system") return true;
  return userOf(actor)?.role === "administrator" && managesEverything(actor);
}

/** Whether the actor sees what administrators see. */
export function isAdministratorReader(actor: Actor): boolean {
  return actor.kind === "system" || (userOf(actor)?.role === "administrator" && isStaffReader(actor));
}

function hasStaffRole(actor: Actor): boolean {
  const role = userOf(actor)?.role;
  return actor.kind === "system" || role === "staff" || role === "administrator";
}

function managesEverything(actor: Actor): boolean {
  return hasScope(actor, "manage") && scriptIdsOf(actor) === null;
}

/** An actor who is not signed in yet when they create an account or choose a password: only their address is known. */
export function visitorFrom({ address }: { address: string }): Actor {
  return { kind: "anonymous", browserHash: null, ...(address ? { address } : {}) };
}

export const systemActor: Actor = { kind: "system" };
